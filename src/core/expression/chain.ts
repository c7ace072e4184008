import type { ASTNode } from '@marcbachmann/cel-js';
import type { Chain, Link } from './access.ts';
import type { Compilation, Node } from './compilation.ts';
import { fail } from './failure.ts';
import { TYPE_NAMES, TypeName } from './value.ts';

/** Types are values where their names stand alone. */
export const TYPES = new Map<string, TypeName>(
  Object.values(TYPE_NAMES)
    .filter((name) => !name.includes('.'))
    .map((name) => [name, new TypeName(name)]),
);

export type AccessNode = Node<'id' | '.' | '[]'>;

/** The chain from a root to this node, noted as a read; undefined when it begins with anything else. */
export function chainOf(c: Compilation, node: AccessNode): Chain | undefined {
  const nodes: Node<'.' | '[]'>[] = [];
  let base: ASTNode = node;
  while (base.op === '.' || base.op === '[]') {
    nodes.unshift(base);
    base = base.args[0];
  }
  if (base.op !== 'id' || c.locals.includes(base.args)) return undefined;
  const root = base.args;
  if (nodes.length === 0 && TYPES.has(root)) return undefined;
  if (root === 'steps' && nodes.length === 0) {
    return fail('invalid-argument', '`steps` is read one by one: write `steps.<id>` or `steps["<id>"]`', base.start);
  }
  const path = [root];
  let end = base.end;
  let written = true;
  const links = nodes.map((part): Link => {
    const name = staticName(c, part);
    written &&= name !== undefined;
    if (written) {
      path.push(name!);
      end = part.end;
    }
    return linkOf(c, part);
  });
  if (root === 'steps' && path.length === 1) c.readsAnyStep = true;
  c.reads.push({ path, offset: base.start, end });
  return { root, at: base.start, links };
}

const staticName = (c: Compilation, node: Node<'.' | '[]'>): string | undefined => {
  if (node.op === '.') return propertyName(c, node);
  const index = node.args[1];
  return index.op === 'value' && typeof index.args === 'string' ? index.args : undefined;
};

const propertyName = (c: Compilation, node: Node<'.'>): string => c.namesByOffset.get(node.pos) ?? node.args[1];

export function linkOf(c: Compilation, node: Node<'.' | '[]'>): Link {
  const of = c.source(node.args[0]);
  if (node.op === '.') return { kind: 'name', name: propertyName(c, node), at: node.pos, of };
  return { kind: 'index', code: c.compile(node.args[1]), at: node.args[1].start, of };
}
