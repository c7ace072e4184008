import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../flow/edit/text-edits.ts';
import { changesBetween } from './changes-between.ts';
import { diffLines, linesOf } from './line-diff.ts';
import { mergeTexts } from './merge.ts';

const BASE = `name: deploy
# what it is for
steps:
  - id: build
    run: make

  - id: test
    run: make test
    needs: [build]

  - id: publish
    run: make publish
    needs: [test]
`;

const merged = (mine: string, theirs: string) => mergeTexts({ base: BASE, mine, theirs });

describe('mergeTexts', () => {
  it('has the changes of both where they lie apart', () => {
    const mine = BASE.replace('run: make\n', 'run: make -j4\n');
    const theirs = `${BASE.replace('# what it is for', '# ships the service')}    timeout: 5m\n`;
    expect(merged(mine, theirs)).toEqual({
      kind: 'clean',
      text: `${BASE.replace('run: make\n', 'run: make -j4\n').replace('what it is for', 'ships the service')}    timeout: 5m\n`,
    });
  });

  it('takes the same change of both once', () => {
    const same = BASE.replace('make test', 'make check');
    expect(merged(same, same)).toEqual({ kind: 'clean', text: same });
  });

  it('leaves a line that both changed to a person, with all else merged on both sides', () => {
    const mine = BASE.replace('make test', 'make unit');
    const theirs = BASE.replace('make test', 'make check').replace('name: deploy', 'name: release');
    expect(merged(mine, theirs)).toEqual({
      kind: 'conflict',
      mine: mine.replace('name: deploy', 'name: release'),
      theirs,
      conflicts: 1,
    });
  });

  it('does not hang a new key on the step above the one that the other removed', () => {
    const mine = BASE.replace('  - id: publish\n    run: make publish\n    needs: [test]\n', '');
    const theirs = `${BASE}    timeout: 5m\n`;
    expect(merged(mine, theirs)).toMatchObject({ kind: 'conflict', conflicts: 1 });
  });

  it('counts each place of a conflict', () => {
    const mine = BASE.replace('name: deploy', 'name: a').replace('make publish', 'make a');
    const theirs = BASE.replace('name: deploy', 'name: b').replace('make publish', 'make b');
    expect(merged(mine, theirs)).toMatchObject({ kind: 'conflict', conflicts: 2 });
  });

  it('tells insertions at one place apart from one insertion', () => {
    expect(merged(`${BASE}# mine\n`, `${BASE}# theirs\n`)).toMatchObject({ kind: 'conflict', conflicts: 1 });
    expect(merged(`${BASE}# new\n`, `${BASE}# new\n`)).toEqual({ kind: 'clean', text: `${BASE}# new\n` });
  });

  it('keeps line ends as they are, and a last line without one', () => {
    const base = 'a\r\nb\r\nc\r\nd\r\ne';
    expect(mergeTexts({ base, mine: base.replace('a', 'A'), theirs: base.replace('e', 'E') })).toEqual({
      kind: 'clean',
      text: 'A\r\nb\r\nc\r\nd\r\nE',
    });
  });
});

/** Few words, so that lines repeat and changes collide. */
const line = fc.constantFrom('a', 'b', 'c', '  - id: x', '', '# é𝄞');
const text = fc.array(line, { maxLength: 24 }).map((lines) => lines.join('\n'));

describe('texts and their differences', () => {
  it('give the other text when applied, whatever the two are', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyEdits(before, changesBetween(before, after))).toBe(after);
      }),
    );
  });

  it('are as short as a difference can be', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [a, b] = [linesOf(before), linesOf(after)];
        const changed = diffLines(a, b).reduce((sum, h) => sum + h.end - h.start + h.otherEnd - h.otherStart, 0);
        expect(changed).toBe(a.length + b.length - 2 * longestCommon(a, b));
      }),
    );
  });

  it('replace the whole of what differs too much to be searched', () => {
    const before = Array.from({ length: 3_000 }, (_, n) => `before ${n}\n`).join('');
    const after = Array.from({ length: 3_000 }, (_, n) => `after ${n}\n`).join('');
    expect(diffLines(linesOf(before), linesOf(after))).toHaveLength(1);
    expect(applyEdits(before, changesBetween(before, after))).toBe(after);
  });
});

describe('merges of any texts', () => {
  it('are those of the other side too', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const merge = mergeTexts({ base, mine, theirs });
        const other = mergeTexts({ base, mine: theirs, theirs: mine });
        if (merge.kind === 'clean') expect(other).toEqual(merge);
        else expect(other).toEqual({ ...merge, mine: merge.theirs, theirs: merge.mine });
      }),
    );
  });

  it('are the changed text where only one of the two changed anything', () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeTexts({ base, mine: changed, theirs: base })).toEqual({ kind: 'clean', text: changed });
        expect(mergeTexts({ base, mine: base, theirs: changed })).toEqual({ kind: 'clean', text: changed });
        expect(mergeTexts({ base, mine: changed, theirs: changed })).toEqual({ kind: 'clean', text: changed });
      }),
    );
  });

  it('lose no line that one of the two added', () => {
    const added = fc.array(fc.nat({ max: 24 }), { maxLength: 6 });
    fc.assert(
      fc.property(text, added, added, (base, atMine, atTheirs) => {
        const mine = withLines(base, atMine, 'mine');
        const theirs = withLines(base, atTheirs, 'theirs');
        const merge = mergeTexts({ base, mine, theirs });
        const whole = merge.kind === 'clean' ? merge.text : merge.mine + merge.theirs;
        for (const n of atMine.keys()) expect(whole).toContain(`mine ${n}\n`);
        for (const n of atTheirs.keys()) expect(whole).toContain(`theirs ${n}\n`);
      }),
    );
  });
});

function withLines(base: string, places: readonly number[], word: string): string {
  const lines = linesOf(base.endsWith('\n') ? base : `${base}\n`);
  for (const [n, place] of places.entries()) lines.splice(Math.min(place, lines.length), 0, `${word} ${n}\n`);
  return lines.join('');
}

/** The textbook table: the oracle for the search. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let before = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const row = [0];
    for (const [j, other] of b.entries()) {
      row.push(line === other ? before[j]! + 1 : Math.max(before[j + 1]!, row[j]!));
    }
    before = row;
  }
  return before[b.length]!;
}
