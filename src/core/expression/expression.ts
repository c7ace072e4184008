import type { Problem } from '../base/result.ts';

/** A text that was understood as an expression. Immutable; evaluate it as often as needed. */
export interface Expression {
  readonly text: string;
  /** Roots that it reads: `params`, `steps`, `secrets`, .. in order of appearance, each once. */
  readonly roots: readonly string[];
  /** Ids read as `steps.<id>` or `steps["<id>"]`, each once. */
  readonly steps: readonly string[];
  /** True when it reads a step whose id is only known on evaluation: `steps[params.name]`. */
  readonly readsAnyStep: boolean;
  /** What it reads, each once, as far as it is written out: `['steps', 'build', 'outputs', 'version']`. */
  readonly paths: readonly (readonly string[])[];
  /** Every read with its place. */
  readonly reads: readonly Read[];
}

export interface Read {
  readonly path: readonly string[];
  /** UTF-16 units into the expression's text: [offset, end). */
  readonly offset: number;
  readonly end: number;
}

/** A text with `${{ expression }}` in it. */
export interface Template {
  readonly text: string;
  readonly parts: readonly TemplatePart[];
  /** True for one `${{ }}` and nothing around it: it keeps the type of its value. */
  readonly isWhole: boolean;
  /** Its expressions, in order. */
  readonly expressions: readonly Expression[];
}

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string; readonly offset: number }
  /** `offset` is where `${{` begins, `end` behind `}}`; `start` is where the expression's own text begins. */
  | {
      readonly kind: 'expression';
      readonly expression: Expression;
      readonly offset: number;
      readonly start: number;
      readonly end: number;
    };

export interface ParseOptions {
  /**
   * Ids of the flow's steps: `steps.build-1.exitCode` reads the longest of them that fits. Without it, every `-` that
   * touches letters or digits on its right belongs to the name. The same holds for the other lists.
   */
  readonly knownSteps?: readonly string[];
  readonly knownParams?: readonly string[];
  /** Names that a flow gives itself, besides the roots: that of `forEach`. */
  readonly names?: readonly string[];
  /** The roots in scope at this place, when not all of them are. */
  readonly roots?: readonly string[];
}

/** `path` leads into the value that was given: `headers.accept[0]`, or nothing for the value itself. */
export interface TemplateProblem extends Problem {
  readonly path: string;
}
