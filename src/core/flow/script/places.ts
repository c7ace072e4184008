import type { Path } from '../yaml/path.ts';
import { formatPath } from '../yaml/path.ts';

/** Lines and columns from 1, the end not included. */
export interface SourceRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * Where the values of an evaluated flow stand in its source, by their paths as `formatPath` writes them; '' is the whole. Values that
 * were computed have no place of their own.
 */
export type ScriptPlaces = Readonly<Record<string, SourceRange>>;

const START: SourceRange = { line: 1, column: 1, endLine: 1, endColumn: 2 };

/** The place of a value, or of the nearest around it that has one. */
export function placeOf(places: ScriptPlaces, path: Path): SourceRange {
  for (let length = path.length; length >= 0; length--) {
    const text = formatPath(path.slice(0, length));
    if (Object.hasOwn(places, text)) return places[text]!;
  }
  return START;
}

/** The same for a path as text. */
export function placeOfText(places: ScriptPlaces, path: string): SourceRange {
  for (let text = path; ; text = shorter(text)) {
    if (Object.hasOwn(places, text)) return places[text]!;
    if (text === '') return START;
  }
}

/** Without its last part: `steps[3].retry` of `steps[3].retry.limit`. */
const shorter = (path: string): string =>
  path.replace(/(?:\.?[A-Za-z_][\w-]*|\[\d+\]|\["(?:[^"\\]|\\.)*"\])$/, '').replace(/^$/, '');
