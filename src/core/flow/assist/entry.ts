import type { Path } from '../yaml/path.ts';

/** A key or list entry as it is written, in whatever state the rest of the text is. Offsets are UTF-16 units. */
export interface Entry {
  readonly path: Path;
  /** Where its line or its place in a flow collection begins for it: of the key or the dash. */
  readonly start: number;
  /** End of the key; of a list entry the end of its dash. */
  readonly keyEnd: number;
  /** The value on the entry's own lines, without what is nested by indentation: [valueStart, valueEnd), empty when there is none. */
  readonly valueStart: number;
  readonly valueEnd: number;
  /** Columns from 0; deeper lines below belong to it. Entries of flow collections have that of the line's entry. */
  readonly column: number;
  readonly style: 'block' | 'flow';
  /** The value is a block scalar (`|` or `>`) or otherwise text over several lines. */
  readonly isText: boolean;
}

/** A text with its entries, so that they are found once however often they are asked for. */
export interface OutlinedText {
  readonly text: string;
  readonly entries: readonly Entry[];
}
