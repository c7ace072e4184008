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
  /** Levels of nesting; `a + b + c` and `a && b && c` are one level. The parser's own stack bounds it. */
  depth: 200,
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

/** What is far slower than an operator costs more. */
export const COSTS = {
  /** A failure that `||`, `&&`, `all` or `exists` absorbs. */
  failure: 100,
  /** Asking the host for a time zone. */
  zone: 50,
  /** Reading a pattern, besides what it compiles to. */
  pattern: 50,
} as const;
