import { type Alias, type Document, isAlias, isNode, type Node, visit } from 'yaml';

/** Targets of all aliases of a document, found in one walk: the library looks through the whole document for each. */
const targetsByTree = new WeakMap<Document, ReadonlyMap<Alias, Node>>();

/** The node that an alias stands for: the last one before it with that anchor. Undefined when there is none. */
export function targetOfAlias(tree: Document, alias: Alias): Node | undefined {
  let targets = targetsByTree.get(tree);
  if (targets === undefined) {
    targets = collect(tree);
    targetsByTree.set(tree, targets);
  }
  return targets.get(alias);
}

function collect(tree: Document): ReadonlyMap<Alias, Node> {
  const nodesByAnchor = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(tree, (_, node) => {
    if (isAlias(node)) {
      const target = nodesByAnchor.get(node.source);
      if (target !== undefined) targets.set(node, target);
    } else if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string')
      nodesByAnchor.set(node.anchor, node);
  });
  return targets;
}
