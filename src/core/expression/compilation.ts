import type { ASTNode } from '@marcbachmann/cel-js';
import type { Read } from './expression.ts';
import { CostExceeded } from './failure.ts';
import { LIMITS } from './limits.ts';
import type { HiddenNames } from './names.ts';
import type { Code } from './run.ts';

export type Node<Op extends ASTNode['op'] = ASTNode['op']> = Extract<ASTNode, { op: Op }>;
export type CompileNode = (compilation: Compilation, node: ASTNode) => Code;

const MAX_QUOTED = 80;

/** What compiling collects and needs to know. */
export class Compilation {
  /** As written, with the same offsets as what was parsed. */
  readonly text: string;
  readonly namesByOffset: ReadonlyMap<number, string>;
  /** Variables of the macros around, outermost first. */
  readonly locals: string[] = [];
  readonly reads: Read[] = [];
  readsAnyStep = false;
  readonly #compileNode: CompileNode;
  #depth = 0;

  constructor({ text, namesByOffset }: HiddenNames, compileNode: CompileNode) {
    this.text = text;
    this.namesByOffset = namesByOffset;
    this.#compileNode = compileNode;
  }

  /** As written, for messages: the beginning will do. */
  source(node: ASTNode): string {
    const text = this.text.slice(node.start, node.end).trim();
    return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}..` : text;
  }

  /** Where the name of a method stands, which the parser does not tell: somewhere behind what it is called on. */
  find(name: string, from: number): number {
    const at = this.text.indexOf(name, from);
    return at < 0 ? from : at;
  }

  compile(node: ASTNode): Code {
    if (++this.#depth > LIMITS.depth) {
      throw new CostExceeded(
        `the expression is nested more than ${LIMITS.depth} levels deep: take it apart`,
        node.start,
      );
    }
    const code = this.#compileNode(this, node);
    this.#depth--;
    return code;
  }

  /** Compiles with a variable in sight; gives its number among the locals as well. */
  withLocal(name: string, node: ASTNode): { slot: number; code: Code } {
    const slot = this.locals.push(name) - 1;
    const code = this.compile(node);
    this.locals.pop();
    return { slot, code };
  }
}
