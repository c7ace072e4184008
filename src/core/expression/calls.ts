import type { ASTNode } from '@marcbachmann/cel-js';
import { nearest } from '../base/nearest.ts';
import { hasLink, readChain } from './access.ts';
import { chainOf, linkOf } from './chain.ts';
import type { Compilation, Node } from './compilation.ts';
import { fail } from './failure.ts';
import type { Call, FunctionSpec, Place } from './functions/call.ts';
import { FUNCTIONS, METHODS } from './functions/index.ts';
import { compileMacro, isMacro, MACRO_USAGES } from './macros.ts';
import type { Code } from './run.ts';
import { isMap } from './value.ts';

export const SPECIAL_USAGES: Readonly<Record<string, string>> = {
  has: 'has(x.name)',
  default: 'default(x, otherwise)',
};

export function compileCall(c: Compilation, node: Node<'call'>): Code {
  const [name, args] = node.args;
  if (name === 'has') return compileHas(c, node);
  if (name === 'default') return compileDefault(c, node);
  const spec = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]! : unknownFunction(name, node.start);
  checkCount(name, spec, args.length, node.start);
  return invocation(c, { name, spec, args, at: node.start });
}

export function compileMethod(c: Compilation, node: Node<'rcall'>): Code {
  const [name, receiver, args] = node.args;
  if (name === 'bind' && receiver.op === 'id' && receiver.args === 'cel' && !c.locals.includes('cel')) {
    return compileBind(c, node);
  }
  if (isMacro(name)) return compileMacro(c, node);
  const at = c.find(name, receiver.end);
  const spec = Object.hasOwn(METHODS, name) ? METHODS[name]! : unknownMethod(c, name, receiver, at);
  checkCount(name, spec, args.length, at);
  return invocation(c, { name, spec, args: [receiver, ...args], at });
}

interface Invocation {
  readonly name: string;
  readonly spec: FunctionSpec;
  readonly args: readonly ASTNode[];
  readonly at: number;
}

function invocation(c: Compilation, { name, spec, args, at }: Invocation): Code {
  const codes = args.map((arg) => c.compile(arg));
  const places = args.map((arg): Place => ({ text: c.source(arg), at: arg.start }));
  return (run) => {
    run.spend(1, at);
    const call: Call = { run, name, args: codes.map((code) => code(run)), at, places };
    return spec.evaluate(call);
  };
}

function checkCount(name: string, { min, max, usage }: FunctionSpec, count: number, at: number): void {
  if (count >= min && count <= max) return;
  const wanted = min === max ? String(min) : `${min} or ${max}`;
  fail(
    'wrong-arguments',
    `\`${name}\` takes ${wanted} argument${wanted === '1' ? '' : 's'}, not ${count}: \`${usage}\``,
    at,
  );
}

/** A value in place of null. What stands second is evaluated only when it is needed. */
function compileDefault(c: Compilation, node: Node<'call'>): Code {
  const [, args] = node.args;
  if (args.length !== 2) {
    return fail(
      'wrong-arguments',
      `\`default\` takes 2 arguments, not ${args.length}: \`${SPECIAL_USAGES.default}\``,
      node.start,
    );
  }
  const [value, otherwise] = [c.compile(args[0]!), c.compile(args[1]!)];
  return (run) => {
    run.spend(1, node.start);
    return value(run) ?? otherwise(run);
  };
}

function compileHas(c: Compilation, node: Node<'call'>): Code {
  const [, args] = node.args;
  const select = args[0];
  if (args.length !== 1 || select?.op !== '.') {
    return fail('wrong-arguments', '`has` asks for one property: `has(params.name)`', node.start);
  }
  const link = linkOf(c, select);
  const chain = chainOf(c, select);
  if (chain !== undefined) {
    if (chain.root === 'steps' && chain.links.length === 1) {
      return (run) => readChain(run, chain) !== null;
    }
    const container = { ...chain, links: chain.links.slice(0, -1) };
    return (run) => hasLink(readChain(run, container), link);
  }
  const container = c.compile(select.args[0]);
  return (run) => {
    run.spend(1, node.start);
    const value = container(run);
    return link.kind === 'name' && isMap(value) && value.has(link.name);
  };
}

/** `cel.bind(x, value, expression)`. */
function compileBind(c: Compilation, node: Node<'rcall'>): Code {
  const [variable, value, body] = node.args[2];
  if (node.args[2].length !== 3 || variable?.op !== 'id') {
    return fail(
      'wrong-arguments',
      '`cel.bind` takes a name, its value and an expression: `cel.bind(x, value, x + x)`',
      node.start,
    );
  }
  const valueCode = c.compile(value!);
  const { slot, code } = c.withLocal(variable.args, body!);
  return (run) => {
    run.spend(1, node.start);
    run.locals[slot] = valueCode(run);
    return code(run);
  };
}

function unknownFunction(name: string, at: number): never {
  if (Object.hasOwn(METHODS, name) || isMacro(name)) {
    const usage = METHODS[name]?.usage ?? MACRO_USAGES[name]!;
    return fail('unknown-function', `\`${name}\` stands behind what it works on: \`${usage}\``, at);
  }
  const names = [...Object.keys(FUNCTIONS), ...Object.keys(SPECIAL_USAGES)];
  const usages = [...names, ...Object.keys(METHODS), ...Object.keys(MACRO_USAGES)];
  return fail('unknown-function', `there is no function \`${name}\`: ${suggestion(name, usages, names)}`, at);
}

function unknownMethod(c: Compilation, name: string, receiver: ASTNode, at: number): never {
  if (Object.hasOwn(FUNCTIONS, name) || Object.hasOwn(SPECIAL_USAGES, name)) {
    return fail(
      'unknown-function',
      `\`${name}\` stands before what it works on: \`${name}(${c.source(receiver)})\``,
      at,
    );
  }
  const names = [...Object.keys(METHODS), ...Object.keys(MACRO_USAGES)];
  return fail('unknown-function', `there is no function \`${name}\`: ${suggestion(name, names, names)}`, at);
}

function suggestion(name: string, candidates: readonly string[], all: readonly string[]): string {
  const near = nearest(name, candidates);
  return near === undefined ? `there are ${all.join(', ')}` : `did you mean \`${near}\`?`;
}
