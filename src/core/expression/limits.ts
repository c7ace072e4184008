/**
 * What an expression may cost. An evaluation does at most `cost` units of work: one for every operator, call, access and
 * round of a macro, and one for every few characters or elements that are read or made.
 */
export const LIMITS = {
  /** UTF-16 units of one expression. */
  length: 10_000,
  /** UTF-16 units of a text with templates, and templates in it. */
  templateLength: 1_048_576,
  templates: 1_000,
  nodes: 5_000,
  /** Levels of nesting: a long chain of one operator counts as one level for each two operands. */
  depth: 500,
  cost: 1_000_000,
  /** UTF-16 units of a text that is made on the way or as the result. */
  text: 1_048_576,
  /** Elements of a list, entries of a map. */
  elements: 100_000,
  /** Instructions of a regular expression for `matches`. */
  pattern: 2_000,
} as const;

/** Characters that cost as much as one operator. */
export const CHARS_PER_UNIT = 16;
