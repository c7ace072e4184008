/** A value on its way into a file. */
export type Written = string | number | boolean | null | Verbatim | readonly Written[] | WrittenMap;
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

export const isWrittenMap = (value: Written): value is WrittenMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Verbatim);
export const isWrittenList = (value: Written): value is readonly Written[] => Array.isArray(value);
