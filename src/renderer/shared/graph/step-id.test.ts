import { describe, expect, it } from 'vitest';
import { parentStepId, planStepId, shortStepId } from './step-id.ts';

describe('ids of steps', () => {
  it.each([
    ['build', 'build', undefined, 'build'],
    ['test[os=linux,node=22]', 'test', 'test', 'os=linux,node=22'],
    ['test[os=linux]/lint', 'test/lint', 'test[os=linux]', 'lint'],
    ['a/b/c', 'a/b/c', 'a/b', 'c'],
    ['pull[3]', 'pull', 'pull', '3'],
    ['a/pull[3]', 'a/pull', 'a/pull', '3'],
    ['get[path=src/main]', 'get', 'get', 'path=src/main'],
    ['get[x="a]b/c"]/done', 'get/done', 'get[x="a]b/c"]', 'done'],
    ['get[x="say \\"]\\""]', 'get', 'get', 'x="say \\"]\\""'],
  ])('%s', (id, plan, parent, short) => {
    expect(planStepId(id)).toBe(plan);
    expect(parentStepId(id)).toBe(parent);
    expect(shortStepId(id)).toBe(short);
  });
});
