import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Diagnostic } from '../../base/diagnostic.ts';
import { targetOfAlias } from './anchors.ts';
import { endOfLine, type Finding, type FlowDocument, type Span } from './document.ts';
import { formatPath, type Path } from './path.ts';
import { isMergeKey, keyText, spanOf } from './raw.ts';

export interface Place {
  /** Null for an empty value and for what is absent. */
  readonly node: Node | null;
  readonly key: Node | null;
  /** How many parts of the path exist. */
  readonly depth: number;
  /** The way led through an alias or a merge. */
  readonly shared: boolean;
}

/** Follows a path as far as it exists, through aliases and merges. */
export function find(document: FlowDocument, path: Path): Place {
  let place: Place = { node: document.tree.contents, key: null, depth: 0, shared: false };
  for (const part of path) {
    const inside = isAlias(place.node) ? (targetOfAlias(document.tree, place.node) ?? null) : place.node;
    const shared = place.shared || isAlias(place.node);
    if (isSeq(inside) && typeof part === 'number' && part < inside.items.length) {
      place = { node: asNode(inside.items[part]), key: null, depth: place.depth + 1, shared };
    } else if (isMap(inside)) {
      const found = pairOf(document, inside, String(part));
      if (found === undefined) return place;
      const { pair } = found;
      place = {
        node: asNode(pair.value),
        key: asNode(pair.key),
        depth: place.depth + 1,
        shared: shared || found.merged,
      };
    } else return place;
  }
  return place;
}

export function pairOf(
  document: FlowDocument,
  map: YAMLMap,
  key: string,
): { pair: Pair<unknown, unknown>; merged: boolean } | undefined {
  const own = map.items.find((item) => isPair(item) && keyText(item.key) === key && !isMergeKey(item.key));
  if (own !== undefined) return { pair: own, merged: false };
  for (const item of map.items) {
    if (!isMergeKey(item.key)) continue;
    const sources = isSeq(item.value) ? item.value.items : [item.value];
    for (const source of sources) {
      const target = isAlias(source) ? targetOfAlias(document.tree, source) : source;
      const found = isMap(target) ? pairOf(document, target, key) : undefined;
      if (found !== undefined) return { pair: found.pair, merged: true };
    }
  }
  return undefined;
}

const asNode = (value: unknown): Node | null => (value === undefined ? null : (value as Node | null));

/** The text to point at for the value of a path: the value itself, or of a collection its key or first line. */
export function valueSpan(document: FlowDocument, path: Path): Span {
  const place = find(document, path);
  const { node, key } = place;
  if (place.depth < path.length && !isScalar(node))
    return key ? spanOf(key) : node ? firstLine(document, node) : [0, 1];
  if (node?.range && !isCollection(node) && node.range[1] > node.range[0]) return firstLine(document, node);
  if (key?.range) return spanOf(key);
  return node ? firstLine(document, node) : [0, 1];
}

/**
 * A piece of a scalar's text, given its offset and length in the value: in block scalars and behind escapes the file differs from
 * the value, so the piece is looked for as often as it occurs before. The whole value when it is not there as it is.
 */
export function pieceSpan(document: FlowDocument, path: Path, text: string, offset: number, length?: number): Span {
  const whole = valueSpan(document, path);
  const { node } = find(document, path);
  if (!isScalar(node) || !node.range) return whole;
  const piece = text.slice(offset, length === undefined ? offset + wordLength(text, offset) : offset + length);
  if (piece === '') return [Math.max(whole[0], whole[1] - 1), whole[1]];
  let occurrence = 0;
  for (let at = text.indexOf(piece); at !== -1 && at < offset; at = text.indexOf(piece, at + 1)) occurrence++;
  let at = document.text.indexOf(piece, node.range[0]);
  for (; occurrence > 0 && at !== -1; occurrence--) at = document.text.indexOf(piece, at + 1);
  return at === -1 || at + piece.length > node.range[1] ? whole : [at, at + piece.length];
}

const wordLength = (text: string, offset: number): number =>
  /^(?:[\w-]+|[\s\S]?)/.exec(text.slice(offset))?.[0].length ?? 0;

/** The key of a path, or what comes nearest to it. */
export function keySpan(document: FlowDocument, path: Path): Span {
  const { key, depth } = find(document, path);
  return key && depth === path.length ? spanOf(key) : valueSpan(document, path);
}

function firstLine({ text }: FlowDocument, node: Node): Span {
  const [start, end] = spanOf(node);
  return [start, Math.max(start, Math.min(end, endOfLine(text, start)))];
}

export function diagnosticOf(document: FlowDocument, finding: Finding): Diagnostic {
  const [start, end] = finding.span;
  const from = document.lines.linePos(Math.min(start, document.text.length));
  const to = document.lines.linePos(Math.min(Math.max(start, end), document.text.length));
  return {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    file: document.file,
    line: Math.max(1, from.line),
    column: Math.max(1, from.col),
    endLine: Math.max(1, to.line),
    endColumn: Math.max(1, to.col),
    path: formatPath(finding.path),
    ...(finding.fix ? { fix: finding.fix } : {}),
  };
}
