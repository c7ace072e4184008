import type { ASTNode } from '@marcbachmann/cel-js';
import type { Json } from '../base/json.ts';
import { liftEnd, readChain, readValueLink } from './access.ts';
import { compileCall, compileMethod } from './calls.ts';
import { type AccessNode, chainOf, linkOf, TYPES } from './chain.ts';
import type { Compilation, Node } from './compilation.ts';
import { fail } from './failure.ts';
import {
  type ArithmeticOperator,
  absorb,
  arithmetic,
  contains,
  equal,
  mapKey,
  negated,
  type Operands,
  type Ordering,
  ordered,
  truth,
} from './operators.ts';
import type { Code } from './run.ts';
import { Bytes, inWords, kindOf, MAX_INT, type MapKey, MIN_INT, Unsigned, type Value } from './value.ts';

/** Code for a node of the parser's tree. Throws Failure for what can never be evaluated. */
export function compileNode(c: Compilation, node: ASTNode): Code {
  switch (node.op) {
    case 'value':
      return compileLiteral(node);
    case 'id':
    case '.':
    case '[]':
      return compileAccess(c, node);
    case 'call':
      return compileCall(c, node);
    case 'rcall':
      return compileMethod(c, node);
    case 'list':
      return compileList(c, node);
    case 'map':
      return compileMap(c, node);
    case '?:':
      return compileChoice(c, node);
    case '&&':
    case '||':
      return compileLogic(c, node);
    case '!_': {
      const operand = c.compile(node.args);
      const text = c.source(node.args);
      return (run) => !truth(operand(run), '`!`', text, node.args.start);
    }
    case '-_':
      return compileNegation(c, node);
    case '==':
    case '!=': {
      const [left, right] = [c.compile(node.args[0]), c.compile(node.args[1])];
      const expected = node.op === '==';
      return (run) => {
        run.spend(1, node.start);
        return equal(run, left(run), right(run), node.start) === expected;
      };
    }
    case 'in': {
      const [left, right, at] = [c.compile(node.args[0]), c.compile(node.args[1]), operandsOf(c, node)];
      return (run) => contains(run, left(run), right(run), at);
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const [left, right, at] = [c.compile(node.args[0]), c.compile(node.args[1]), operandsOf(c, node)];
      const operator: Ordering = node.op;
      return (run) => ordered(run, operator, left(run), right(run), at);
    }
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return compileArithmetic(c, node);
    default:
      return fail('expression-syntax', `\`${node.op}\` is not supported`, node.start);
  }
}

function compileLiteral(node: Node<'value'>): Code {
  const literal = node.args;
  if (literal instanceof Uint8Array) return constant(new Bytes(literal));
  // The library's class for `1u`, which it does not export.
  if (typeof literal === 'object' && literal !== null) return constant(new Unsigned(literal.valueOf()));
  if (typeof literal === 'bigint' && literal > MAX_INT) return tooLarge(literal, node.start);
  return constant(literal);
}

const constant =
  (value: Value): Code =>
  () =>
    value;

const tooLarge = (literal: bigint, at: number): never =>
  fail('integer-overflow', `${literal} does not fit into 64 bits`, at);

function compileNegation(c: Compilation, node: Node<'-_'>): Code {
  const inner = node.args;
  // The smallest number has no positive twin.
  if (inner.op === 'value' && typeof inner.args === 'bigint') {
    return -inner.args < MIN_INT ? tooLarge(-inner.args, node.start) : constant(-inner.args);
  }
  const operand = c.compile(inner);
  const text = c.source(inner);
  return (run) => {
    run.spend(1, node.start);
    return negated(operand(run), text, inner.start);
  };
}

type BinaryNode = Node<ArithmeticOperator | Ordering | 'in' | '&&' | '||'>;

function operandsOf(c: Compilation, { op, args: [left, right] }: BinaryNode): Operands {
  return {
    operator: op,
    leftText: c.source(left),
    rightText: c.source(right),
    leftAt: left.start,
    rightAt: right.start,
  };
}

/** `a + b + c` is a loop, not a nest: long texts are joined that way. */
function compileArithmetic(c: Compilation, node: Node<ArithmeticOperator>): Code {
  const links: { code: Code; operator: ArithmeticOperator; at: Operands }[] = [];
  let first: ASTNode = node;
  while (isArithmetic(first)) {
    links.unshift({ code: c.compile(first.args[1]), operator: first.op, at: operandsOf(c, first) });
    first = first.args[0];
  }
  const start = c.compile(first);
  return (run) =>
    links.reduce((value, { code, operator, at }) => arithmetic(run, operator, value, code(run), at), start(run));
}

const isArithmetic = (node: ASTNode): node is Node<ArithmeticOperator> => '+-*/%'.includes(node.op);

/**
 * As CEL has it, the order of operands does not matter: `x || true` is true even if x fails. The failure counts only when
 * no other operand decides. What exceeds the cost is never covered up.
 */
function compileLogic(c: Compilation, node: Node<'&&' | '||'>): Code {
  const operator = node.op;
  const operands: { code: Code; text: string; at: number }[] = [];
  const add = (operand: ASTNode) =>
    operands.unshift({ code: c.compile(operand), text: c.source(operand), at: operand.start });
  let first: ASTNode = node;
  while (first.op === operator) {
    add(first.args[1]);
    first = first.args[0];
  }
  add(first);
  const deciding = operator === '||';
  return (run) => {
    run.spend(operands.length, node.start);
    let failure: { thrown: unknown } | undefined;
    for (const { code, text, at } of operands) {
      try {
        if (truth(code(run), `\`${operator}\``, text, at) === deciding) return deciding;
      } catch (thrown) {
        absorb(run, thrown);
        failure ??= { thrown };
      }
    }
    if (failure !== undefined) throw failure.thrown;
    return !deciding;
  };
}

function compileChoice(c: Compilation, { args: [test, yes, no] }: Node<'?:'>): Code {
  const [condition, whenTrue, whenFalse] = [c.compile(test), c.compile(yes), c.compile(no)];
  const text = c.source(test);
  return (run) => (truth(condition(run), '`? :`', text, test.start) ? whenTrue(run) : whenFalse(run));
}

function compileList(c: Compilation, node: Node<'list'>): Code {
  const elements = node.args.map((element) => c.compile(element));
  return (run) => {
    run.spend(1 + elements.length, node.start);
    return elements.map((element) => element(run));
  };
}

function compileMap(c: Compilation, node: Node<'map'>): Code {
  const entries = node.args.map(([key, value]) => ({ key: c.compile(key), value: c.compile(value), at: key.start }));
  return (run) => {
    run.spend(1 + entries.length, node.start);
    const map = new Map<MapKey, Value>();
    for (const { key, value, at } of entries) {
      const given = key(run);
      const name =
        mapKey(given) ??
        fail('type-mismatch', `a key of a map is a text or a whole number, not ${inWords(kindOf(given))}`, at);
      if (map.has(name)) fail('invalid-argument', `the key \`${name}\` is given twice`, at);
      map.set(name, value(run));
    }
    return map;
  };
}

function compileAccess(c: Compilation, node: AccessNode): Code {
  const chain = chainOf(c, node);
  if (chain !== undefined) return (run) => liftEnd(run, readChain(run, chain), chain.at);
  if (node.op === 'id') {
    const slot = c.locals.lastIndexOf(node.args);
    return slot >= 0 ? (run) => run.locals[slot]! : constant(TYPES.get(node.args)!);
  }
  const container = c.compile(node.args[0]);
  const link = linkOf(c, node);
  return (run) => readValueLink(run, container(run), link);
}

/** Code that gives the scope's JSON as it is, when the whole expression only reads a path. */
export function compileRead(c: Compilation, node: ASTNode): ((run: Parameters<Code>[0]) => Json) | undefined {
  if (node.op !== 'id' && node.op !== '.' && node.op !== '[]') return undefined;
  const chain = chainOf(c, node);
  return chain && ((run) => readChain(run, chain));
}
