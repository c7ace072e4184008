import type { Json } from '../base/json.ts';
import { CostExceeded } from './failure.ts';
import { CHARS_PER_UNIT, LIMITS } from './limits.ts';
import type { Program as Pattern } from './pattern/index.ts';
import type { Scope } from './scope.ts';
import type { Value } from './value.ts';

/** One evaluation: its scope, what is left of its budget, its local variables. */
export class Run {
  readonly scope: Scope;
  /** Variables of macros and of `cel.bind`, by depth of nesting. */
  readonly locals: Value[] = [];
  #roots: Map<string, Json> | undefined;
  #lifted: Map<object, Value> | undefined;
  #patterns: Map<string, Pattern> | undefined;
  #left: number = LIMITS.cost;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Roots that were asked for, so that a getter is called once. */
  get roots(): Map<string, Json> {
    this.#roots ??= new Map();
    return this.#roots;
  }

  /** What has been taken over from the scope: one object is converted once, however often a macro reads it. */
  get lifted(): Map<object, Value> {
    this.#lifted ??= new Map();
    return this.#lifted;
  }

  /** Compiled patterns of `matches`, by source. */
  get patterns(): Map<string, Pattern> {
    this.#patterns ??= new Map();
    return this.#patterns;
  }

  /** Pays for work before it is done. */
  spend(units: number, offset: number): void {
    this.#left -= units;
    if (this.#left < 0) {
      // What is absorbed on the way must not find new budget.
      this.#left = Number.NEGATIVE_INFINITY;
      throw new CostExceeded(
        `this takes more than ${LIMITS.cost.toLocaleString('en-US')} steps of evaluation: work on less data, or do it in a script`,
        offset,
      );
    }
  }

  /** Pays for reading or making a text of this many UTF-16 units. */
  spendText(length: number, offset: number): void {
    if (length > LIMITS.text) {
      throw new CostExceeded(
        `a text of more than ${LIMITS.text.toLocaleString('en-US')} characters: hand it over in a file`,
        offset,
      );
    }
    this.spend(1 + Math.ceil(length / CHARS_PER_UNIT), offset);
  }

  spendElements(count: number, offset: number): void {
    if (count > LIMITS.elements) {
      throw new CostExceeded(
        `more than ${LIMITS.elements.toLocaleString('en-US')} elements: work on less data`,
        offset,
      );
    }
    this.spend(1 + count, offset);
  }
}

/** Compiled code: a closure over its operands. */
export type Code = (run: Run) => Value;
