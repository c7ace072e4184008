import { ok, type Problem, problem, type Result } from '../base/result.ts';
import type { FlowNeed, Needs } from '../flow/flow.ts';
import type { NeedSuffix, NeedsExpression } from './needs.ts';

export interface ParsedNeeds {
  /** A list is `all` of its entries; no needs at all is `all` of none, which holds at once. */
  readonly needs: NeedsExpression;
  /** Needs of other flows' histories, asked when the expression holds. */
  readonly flows: readonly FlowNeed[];
}

/** With every atom as it was written, in order: for messages, renaming and drawing. */
export interface NeedsReading extends ParsedNeeds {
  readonly atoms: readonly NeedsAtom[];
}

export interface NeedsAtom {
  readonly step: string;
  readonly is: NeedSuffix;
  /** Index in the list, for needs that are one. */
  readonly entry?: number;
  /** Offset of the id in the text of the entry or expression. */
  readonly offset: number;
}

const SUFFIXES: Readonly<Record<string, NeedSuffix>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
  done: 'done',
  ok: 'ok',
};
export const NEED_SUFFIXES: readonly string[] = Object.keys(SUFFIXES);

/** Problems of a list carry the index of the entry they are about. */
export interface NeedsProblem extends Problem {
  readonly entry?: number;
}

export function parseNeeds(written: Needs): Result<ParsedNeeds, NeedsProblem> {
  const reading = readNeeds(written);
  return reading.ok ? ok({ needs: reading.value.needs, flows: reading.value.flows }) : reading;
}

export function readNeeds(written: Needs): Result<NeedsReading, NeedsProblem> {
  if (written.kind === 'expression') {
    const parsed = parseNeedsText(written.text);
    return parsed.ok ? ok({ ...parsed.value, flows: [] }) : parsed;
  }
  const of: NeedsExpression[] = [];
  const atoms: NeedsAtom[] = [];
  const flows: FlowNeed[] = [];
  for (const [index, entry] of written.entries.entries()) {
    if (entry.kind === 'flow') {
      const { kind: _, ...need } = entry;
      flows.push(need);
      continue;
    }
    if (PLAIN_ID.test(entry.atom)) {
      of.push({ op: 'atom', step: entry.atom, is: 'succeeded' });
      atoms.push({ step: entry.atom, is: 'succeeded', entry: index, offset: 0 });
      continue;
    }
    const parsed = parseNeedsText(entry.atom);
    if (!parsed.ok) return { ok: false, error: { ...parsed.error, entry: index } };
    if (parsed.value.needs.op !== 'atom') {
      const message = `\`${entry.atom}\` is an expression: write all of \`needs\` as one expression, without the list`;
      return { ok: false, error: { code: 'needs-invalid', message, entry: index, offset: 0 } };
    }
    of.push(parsed.value.needs);
    for (const atom of parsed.value.atoms) atoms.push({ ...atom, entry: index });
  }
  return ok({ needs: { op: 'all', of }, flows, atoms });
}

/** What nearly every entry of a list is. */
const PLAIN_ID = /^[A-Za-z_][A-Za-z0-9_-]*$/;

type Token = { readonly kind: 'name' | 'number' | 'mark'; readonly text: string; readonly offset: number };

const TOKEN = /\s*(?:(&&|\|\||[!(),])|(\d+)(?![\w-])|([A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z]+)?))/y;

/** Reads one expression of step ids: `health && (db.ok || !update.failed) && atLeast(2, a, b, c)`. */
export function parseNeedsText(text: string): Result<{ needs: NeedsExpression; atoms: readonly NeedsAtom[] }> {
  const tokens = tokenize(text);
  if (!tokens.ok) return tokens;
  const atoms: NeedsAtom[] = [];
  let at = 0;

  const peek = () => tokens.value[at];
  const take = (mark: string): boolean => {
    if (peek()?.kind !== 'mark' || peek()?.text !== mark) return false;
    at++;
    return true;
  };
  const fail = (expected: string): never => {
    const token = peek();
    const found = token === undefined ? 'the end' : `\`${token.text}\``;
    throw new NeedsError(`Expected ${expected} in \`needs\`, found ${found}`, token?.offset ?? text.length);
  };

  const either = (): NeedsExpression => joined('any', '||', both);
  const both = (): NeedsExpression => joined('all', '&&', unary);
  const joined = (op: 'any' | 'all', mark: string, operand: () => NeedsExpression): NeedsExpression => {
    const of = [operand()];
    while (take(mark)) of.push(operand());
    return of.length === 1 ? of[0]! : { op, of };
  };
  const unary = (): NeedsExpression => {
    if (take('!')) return { op: 'not', of: unary() };
    if (!take('(')) return name();
    const inner = either();
    return take(')') ? inner : fail('`)`');
  };
  const name = (): NeedsExpression => {
    const token = peek();
    if (token?.kind !== 'name') return fail('the id of a step');
    at++;
    if (token.text === 'atLeast' && peek()?.text === '(') return atLeast(token);
    return atom(token);
  };
  const atom = ({ text: written, offset }: Token): NeedsExpression => {
    const dot = written.indexOf('.');
    const step = dot === -1 ? written : written.slice(0, dot);
    const suffix = dot === -1 ? 'succeeded' : written.slice(dot + 1);
    const is = Object.hasOwn(SUFFIXES, suffix) ? SUFFIXES[suffix] : undefined;
    if (is === undefined) {
      const known = NEED_SUFFIXES.map((one) => `.${one}`).join(', ');
      throw new NeedsError(`\`.${suffix}\` is not an end of a step: use one of ${known}`, offset + dot);
    }
    atoms.push({ step, is, offset });
    return { op: 'atom', step, is };
  };
  const atLeast = (call: Token): NeedsExpression => {
    take('(');
    const token = peek();
    if (token?.kind !== 'number') return fail('a number as the first argument of `atLeast`');
    at++;
    const of: NeedsExpression[] = [];
    while (take(',')) of.push(either());
    if (!take(')')) return fail(of.length === 0 ? '`,` and step ids' : '`,` or `)`');
    const count = Number(token.text);
    if (count < 1 || count > of.length) {
      const message = `\`atLeast(${token.text}, ..)\` of ${of.length} can never be decided by counting: give it 1 to ${of.length}`;
      throw new NeedsError(message, call.offset);
    }
    return { op: 'atLeast', count, of };
  };

  try {
    const expression = either();
    if (peek() !== undefined) fail('`&&`, `||` or the end');
    return ok({ needs: expression, atoms });
  } catch (error) {
    if (error instanceof NeedsError) return problem('needs-invalid', error.message, error.offset);
    throw error;
  }
}

/** Leaves the recursive descent; never leaves this file. */
class NeedsError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

function tokenize(text: string): Result<readonly Token[]> {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      const offset = at + (text.slice(at).length - text.slice(at).trimStart().length);
      return problem('needs-invalid', badCharacter(text, offset), offset);
    }
    const [all, mark, digits, name] = match;
    const token = mark ?? digits ?? name ?? '';
    tokens.push({
      kind: mark !== undefined ? 'mark' : digits !== undefined ? 'number' : 'name',
      text: token,
      offset: at + all.length - token.length,
    });
    at = TOKEN.lastIndex;
  }
  return ok(tokens);
}

function badCharacter(text: string, offset: number): string {
  const found = text[offset] ?? '';
  if (found === '&' || found === '|') return `\`${found}\` stands alone in \`needs\`: write \`${found}${found}\``;
  return `\`${found}\` cannot stand in \`needs\`: it takes step ids, \`&&\`, \`||\`, \`!\`, \`( )\` and \`atLeast(n, ..)\``;
}
