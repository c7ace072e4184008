import { describe, expect, it } from 'vitest';
import { bringTogether } from './bring-together.ts';
import { readText } from './read-text.ts';

const BASE = `name: d
steps:
  - id: a
    run: x

  # the middle

  - id: b
    run: y
`;
const reads = (text: string) => readText(text, { file: 'f' }).flow !== null;
const together = (mine: string, theirs: string) => bringTogether({ base: BASE, mine, theirs }, reads);

describe('bringTogether', () => {
  it('merges what lies apart', () => {
    const mine = BASE.replace('run: x', 'run: x1');
    const theirs = BASE.replace('run: y', 'run: y1');
    expect(together(mine, theirs)).toEqual({ kind: 'clean', text: mine.replace('run: y', 'run: y1') });
  });

  it('asks when each can be read and both together cannot', () => {
    const mine = BASE.replace('id: a', 'id: c');
    const theirs = BASE.replace('id: b', 'id: c');
    expect(together(mine, theirs)).toEqual({ kind: 'conflict', mine, theirs, conflicts: 1 });
  });

  it('merges a text that is broken already', () => {
    const mine = BASE.replace('run: x', 'rum: x');
    const theirs = BASE.replace('run: y', 'run: y1');
    expect(together(mine, theirs)).toMatchObject({ kind: 'clean' });
  });
});
