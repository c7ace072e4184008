import { Environment, ParseError } from '@marcbachmann/cel-js';
import type { Json } from '../base/json.ts';
import { nearest } from '../base/nearest.ts';
import { err, ok, problem, type Result } from '../base/result.ts';
import { Compilation } from './compilation.ts';
import { compileNode, compileRead } from './compile.ts';
import type { Expression, ParseOptions, Read } from './expression.ts';
import { asProblem } from './failure.ts';
import { LIMITS } from './limits.ts';
import { type HiddenNames, hideNames } from './names.ts';
import type { Code, Run } from './run.ts';
import { ROOTS, SECRETS } from './scope.ts';
import { explainSyntax } from './syntax-problem.ts';

/** What an expression runs as. `read` is there when it only reads a path. */
export interface Program {
  readonly code: Code;
  readonly read?: (run: Run) => Json;
}

/**
 * Programs are kept beside their expressions, which stay plain data for everyone else. Only the parser of the library is
 * used: its evaluator knows neither a bound on cost nor null for what is absent, and its `matches` may take for ever.
 */
const programs = new WeakMap<Expression, Program>();

export const programOf = (expression: Expression): Program => {
  const program = programs.get(expression);
  if (program === undefined) throw new TypeError('not an expression of parseExpression');
  return program;
};

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: LIMITS.nodes,
    maxDepth: LIMITS.depth,
    maxListElements: LIMITS.nodes,
    maxMapEntries: LIMITS.nodes,
  },
});

/** What to parse once names are settled: the key under which the result may be kept. */
export const keyOf = ({ text, namesByOffset }: HiddenNames): string =>
  namesByOffset.size === 0 ? text : `${text}\u0000${[...namesByOffset].join('\u0000')}`;

export function prepare(text: string, options: ParseOptions): Result<HiddenNames> {
  if (text.trim() === '') return problem('expression-empty', 'an expression is missing here', 0);
  if (text.length > LIMITS.length) {
    return problem(
      'cost-exceeded',
      `an expression has at most ${LIMITS.length.toLocaleString('en-US')} characters`,
      LIMITS.length,
    );
  }
  return ok(hideNames(text, options));
}

/** Understands an expression, whatever it reads. */
export function parsePrepared(text: string, hidden: HiddenNames): Result<Expression> {
  try {
    const { ast } = environment.parse(hidden.text);
    const compilation = new Compilation({ text, namesByOffset: hidden.namesByOffset }, compileNode);
    const read = compileRead(compilation, ast);
    // A path is noted once, not once for each of the two programs.
    if (read !== undefined) compilation.reads.length = 0;
    const code = compilation.compile(ast);
    const expression = expressionOf(text, compilation);
    programs.set(expression, read === undefined ? { code } : { code, read });
    return ok(expression);
  } catch (thrown) {
    return thrown instanceof ParseError ? explainSyntax(text, thrown) : asProblem(thrown);
  }
}

function expressionOf(text: string, { reads, readsAnyStep }: Compilation): Expression {
  const inOrder = reads.toSorted((a, b) => a.offset - b.offset);
  const steps = inOrder.flatMap(({ path: [root, id] }) => (root === 'steps' && id !== undefined ? [id] : []));
  return Object.freeze({
    text,
    roots: [...new Set(inOrder.map(({ path }) => path[0]!))],
    steps: [...new Set(steps)],
    readsAnyStep,
    paths: distinct(inOrder),
    reads: inOrder,
  });
}

const distinct = (reads: readonly Read[]): (readonly string[])[] => [
  ...new Map(reads.map(({ path }) => [JSON.stringify(path), path])).values(),
];

const clipped = (name: string): string => (name.length > 80 ? `${name.slice(0, 80)}..` : name);

/** Refuses a root that is not in scope at this place. */
export function checkRoots(expression: Expression, options: ParseOptions): Result<Expression> {
  const roots: readonly string[] = options.roots ?? ROOTS;
  const known = new Set([...roots, ...(options.names ?? []), SECRETS]);
  const read = expression.reads.find(({ path: [root] }) => !known.has(root!));
  if (read === undefined) return ok(expression);
  const root = clipped(read.path[0]!);
  const inScope = [...roots, ...(options.names ?? [])];
  if ((ROOTS as readonly string[]).includes(root)) {
    return problem('not-in-scope', `\`${root}\` is not in scope here: there are ${inScope.join(', ')}`, read.offset);
  }
  const near = nearest(root, inScope);
  const hint = near === undefined ? 'put it in quotes if it is a text.' : `did you mean \`${near}\`?`;
  const message = `\`${root}\` is not known: ${hint} In scope are ${inScope.join(', ')}`;
  const instead = near === undefined ? {} : { instead: { length: root.length, text: near } };
  return err({ code: 'unknown-name', message, offset: read.offset, ...instead });
}
