/** A value on its way into a file. */
export type Written = string | number | boolean | null | Verbatim | EntrySource | readonly Written[] | WrittenMap;
export interface WrittenMap {
  readonly [key: string]: Written;
}

/** Text that is read from its source: `8080` needs no quotes to be text. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** An entry of a list as YAML text, line by line: the comment lines above its dash, then the entry without the dash and its column. */
export class EntrySource {
  readonly above: readonly string[];
  readonly lines: readonly string[];
  constructor(above: readonly string[], lines: readonly string[]) {
    this.above = above;
    this.lines = lines;
  }
}

export const isWrittenMap = (value: Written): value is WrittenMap =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Verbatim) &&
  !(value instanceof EntrySource);
export const isWrittenList = (value: Written): value is readonly Written[] => Array.isArray(value);
