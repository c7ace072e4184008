import { diffLines, type Hunk, linesOf } from './line-diff.ts';

export interface Versions {
  /** The text that both began with. */
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

export type Merge =
  | { readonly kind: 'clean'; readonly text: string }
  /** Both texts have every change that only one of the two made; they differ where a person has to choose. */
  | { readonly kind: 'conflict'; readonly mine: string; readonly theirs: string; readonly conflicts: number };

/**
 * Three-way merge by lines. Changes of the same or of neighbouring lines are a conflict, unless both made the same one: a key added
 * below a step that the other has removed would end up in the step above.
 */
export function mergeTexts({ base, mine, theirs }: Versions): Merge {
  const lines = { base: linesOf(base), mine: linesOf(mine), theirs: linesOf(theirs) };
  const changes = {
    mine: diffLines(lines.base, lines.mine),
    theirs: diffLines(lines.base, lines.theirs),
  };
  let withMine = '';
  let withTheirs = '';
  let conflicts = 0;
  let at = 0;
  for (const { start, end, mine: ofMine, theirs: ofTheirs } of regionsOf(changes.mine, changes.theirs)) {
    const kept = textOf(lines.base, at, start);
    const mineText = ofMine.length === 0 ? null : changedText(lines.base, lines.mine, ofMine, start, end);
    const theirText = ofTheirs.length === 0 ? null : changedText(lines.base, lines.theirs, ofTheirs, start, end);
    if (mineText !== null && theirText !== null && mineText !== theirText) conflicts++;
    withMine += kept + (mineText ?? theirText ?? '');
    withTheirs += kept + (theirText ?? mineText ?? '');
    at = end;
  }
  const rest = textOf(lines.base, at, lines.base.length);
  if (conflicts === 0) return { kind: 'clean', text: withMine + rest };
  return { kind: 'conflict', mine: withMine + rest, theirs: withTheirs + rest, conflicts };
}

/** Lines [start, end) of the base that hunks of one or both sides change, each touching another of its region. */
interface Region {
  start: number;
  end: number;
  readonly mine: Hunk[];
  readonly theirs: Hunk[];
}

function regionsOf(mine: readonly Hunk[], theirs: readonly Hunk[]): Region[] {
  const all = [
    ...mine.map((hunk) => ({ hunk, side: 'mine' as const })),
    ...theirs.map((hunk) => ({ hunk, side: 'theirs' as const })),
  ].sort((a, b) => a.hunk.start - b.hunk.start || a.hunk.end - b.hunk.end);
  const regions: Region[] = [];
  for (const { hunk, side } of all) {
    const last = regions.at(-1);
    if (last !== undefined && hunk.start <= last.end) {
      last.end = Math.max(last.end, hunk.end);
      last[side].push(hunk);
    } else regions.push({ start: hunk.start, end: hunk.end, mine: [], theirs: [], [side]: [hunk] });
  }
  return regions;
}

/** What one side made of lines [start, end) of the base. */
function changedText(
  base: readonly string[],
  other: readonly string[],
  hunks: readonly Hunk[],
  start: number,
  end: number,
): string {
  let text = '';
  let at = start;
  for (const hunk of hunks) {
    text += textOf(base, at, hunk.start) + textOf(other, hunk.otherStart, hunk.otherEnd);
    at = hunk.end;
  }
  return text + textOf(base, at, end);
}

const textOf = (lines: readonly string[], start: number, end: number): string => lines.slice(start, end).join('');
