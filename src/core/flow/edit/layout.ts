import { isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import { type Layout, USUAL_LAYOUT } from '../write/emit.ts';
import type { FlowDocument } from '../yaml/document.ts';

/** How this file is laid out, so that what is added looks like the rest: the first example of each habit counts. */
export function layoutOf({ text, tree }: FlowDocument): Layout {
  const newline = text.indexOf('\n');
  let step: number | undefined;
  let indentLists: boolean | undefined;
  let quotes: Layout['quotes'];
  const columnOf = (node: Node): number => {
    const offset = node.range?.[0] ?? 0;
    return offset - (text.lastIndexOf('\n', offset - 1) + 1);
  };
  const isBlock = (node: unknown): node is Node => (isMap(node) || isSeq(node)) && node.flow !== true;
  visit(tree, {
    Pair(_, pair) {
      const { key, value } = pair;
      if (!isScalar(key) || !isBlock(value)) return undefined;
      const deeper = columnOf(value) - columnOf(key);
      if (isMap(value) && deeper > 0) step ??= deeper;
      if (isSeq(value)) {
        indentLists ??= deeper > 0;
        if (deeper > 0) step ??= deeper;
      }
      return undefined;
    },
    Scalar(_, node) {
      if (node.type === 'QUOTE_SINGLE') quotes ??= 'single';
      if (node.type === 'QUOTE_DOUBLE') quotes ??= 'double';
      return quotes !== undefined && step !== undefined && indentLists !== undefined ? visit.BREAK : undefined;
    },
  });
  return {
    eol: newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n',
    step: step ?? USUAL_LAYOUT.step,
    indentLists: indentLists ?? USUAL_LAYOUT.indentLists,
    blocks: true,
    ...(quotes === undefined ? {} : { quotes }),
  };
}
