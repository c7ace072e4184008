import { describe, expect, it } from 'vitest';
import { parseReason, reasonWith, type SkippedReason, splitIds } from './reason.ts';

describe('parseReason', () => {
  it('reads a code alone', () => {
    expect(parseReason('timeout')).toEqual({ code: 'timeout', ids: [], known: true });
  });

  it('reads the ids of a list', () => {
    const reason: SkippedReason = reasonWith('upstream-failed', ['build', 'test[os=linux,node=22]']);
    expect(parseReason(reason)).toEqual({
      code: 'upstream-failed',
      detail: 'build,test[os=linux,node=22]',
      ids: ['build', 'test[os=linux,node=22]'],
      known: true,
    });
  });

  it('keeps the name of a branch whole and names no id', () => {
    expect(parseReason('fallback:fallback/0')).toEqual({
      code: 'fallback',
      detail: 'fallback/0',
      ids: [],
      known: true,
    });
  });

  it('passes a code of a later version through', () => {
    expect(parseReason('toString:x')).toEqual({ code: 'toString', detail: 'x', ids: [], known: false });
  });
});

describe('splitIds', () => {
  it.each([
    ['build', ['build']],
    ['a,b', ['a', 'b']],
    ['t[a=1,b=2]/lint,c', ['t[a=1,b=2]/lint', 'c']],
    ['t[a="x]y,z",b=[1,2]],c', ['t[a="x]y,z",b=[1,2]]', 'c']],
    ['t[a="q\\"],"],c', ['t[a="q\\"],"]', 'c']],
    ['', []],
  ])('%s', (text, ids) => expect(splitIds(text)).toEqual(ids));
});
