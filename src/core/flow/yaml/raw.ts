import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { targetOfAlias } from './anchors.ts';
import { type Finding, type FlowDocument, quoteFix, type Span } from './document.ts';
import type { Path } from './path.ts';
import type { Raw, RawMap } from './plain.ts';

/** How many values may come in through aliases: a few lines of nested ones could otherwise fill the memory. */
const MAX_ALIASED = 500_000;

export interface RawReading {
  readonly value: Raw;
  readonly findings: readonly Finding[];
  /** Values left out because of a finding: what follows from their absence need not be said. */
  readonly left: readonly Path[];
}

/** The values of a document with aliases and `<<` merges resolved. Scalars that are not text keep their source (see Raw). */
export function rawOf(document: FlowDocument): RawReading {
  const findings: Finding[] = [];
  const left: Path[] = [];
  const open = new Set<Node>();
  let aliased = 0;
  let depth = 0;

  const leaveOut = (finding: Omit<Finding, 'severity'>): undefined => {
    findings.push({ ...finding, severity: 'error' });
    left.push(finding.path);
    return undefined;
  };

  const read = (node: unknown, path: Path): Raw | undefined => {
    if (depth > 0 && ++aliased > MAX_ALIASED) {
      if (aliased === MAX_ALIASED + 1) {
        const message = 'The aliases of this file expand without end';
        leaveOut({ code: 'yaml-invalid', message, span: [0, 1], path: [] });
      }
      return undefined;
    }
    if (node === null || node === undefined) return Symbol('');
    if (isScalar(node)) return scalar(node.value, node.type === 'PLAIN' ? node.source : undefined);
    if (isAlias(node)) return alias(node, path);
    if (isSeq(node))
      return within(node, path, () => node.items.map((item, i) => read(item, [...path, i]) ?? Symbol('')));
    if (isMap(node)) return within(node, path, () => map(node, path));
    return Symbol('');
  };

  const within = (node: Node, path: Path, readInside: () => Raw): Raw | undefined => {
    if (open.has(node))
      return leaveOut({
        code: 'yaml-invalid',
        message: 'An alias stands inside of its own anchor',
        span: spanOf(node),
        path,
      });
    open.add(node);
    const value = readInside();
    open.delete(node);
    return value;
  };

  const alias = (node: Node, path: Path): Raw | undefined => {
    if (!isAlias(node)) return undefined;
    const target = targetOfAlias(document.tree, node);
    if (target !== undefined) {
      depth++;
      const value = read(target, path);
      depth--;
      return value;
    }
    const span = spanOf(node);
    return leaveOut({
      code: 'yaml-invalid',
      message: `\`*${node.source}\` is an alias in YAML, and no anchor \`&${node.source}\` stands before it: put it in quotes if it is text`,
      span,
      path,
      fix: quoteFix(document.text, span),
    });
  };

  const map = (node: YAMLMap, path: Path): RawMap => {
    const result: Record<string, Raw> = {};
    const places = new Map<string, Span>();
    const merges: { value: unknown; path: Path }[] = [];
    for (const item of node.items) {
      if (!isPair(item)) continue;
      const key = keyText(item.key);
      const span: Span = isNodeLike(item.key) ? spanOf(item.key) : spanOf(node);
      if (key === undefined || key === '__proto__') {
        leaveOut({ code: 'key-invalid', message: 'A key must be plain text', span, path });
        continue;
      }
      if (isMergeKey(item.key)) {
        merges.push({ value: item.value, path: [...path, '<<'] });
        continue;
      }
      const first = places.get(key);
      if (first !== undefined) {
        const { line } = document.lines.linePos(first[0]);
        findings.push({
          code: 'key-duplicate',
          severity: 'error',
          message: `\`${key}\` is given twice: first on line ${line}, again here. Keep one of them`,
          span,
          path: [...path, key],
        });
        continue;
      }
      places.set(key, span);
      const value = read(item.value, [...path, key]);
      if (value !== undefined) result[key] = value;
    }
    for (const merge of merges)
      for (const source of mergeSources(merge.value, merge.path)) {
        for (const [key, value] of Object.entries(source)) if (!Object.hasOwn(result, key)) result[key] = value;
      }
    return result;
  };

  const mergeSources = (value: unknown, path: Path): RawMap[] => {
    const sources = isSeq(value) ? value.items : [value];
    return sources.flatMap((source) => {
      const raw = read(source, path);
      if (typeof raw === 'object' && !Array.isArray(raw)) return [raw as RawMap];
      if (raw !== undefined)
        leaveOut({
          code: 'yaml-invalid',
          message: '`<<` merges maps: give it an alias of a map, or a list of them',
          span: isNodeLike(source) ? spanOf(source) : [0, 1],
          path,
        });
      return [];
    });
  };

  const value = read(document.tree.contents, []) ?? {};
  return { value, findings, left };
}

function scalar(value: unknown, plainSource: string | undefined): Raw {
  if (typeof value === 'string') return value;
  return Symbol(plainSource ?? (value === null ? '' : String(value)));
}

const isNodeLike = (value: unknown): value is Node => isScalar(value) || isAlias(value) || isMap(value) || isSeq(value);

/** A key as text: `1:` is the key `1`. Undefined for keys that are collections. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === 'string') return key.value;
  return key.source ?? String(key.value ?? '');
}

export const isMergeKey = (key: unknown): boolean => isScalar(key) && key.type === 'PLAIN' && key.source === '<<';

export const spanOf = (node: Node): Span => (node.range ? [node.range[0], node.range[1]] : [0, 1]);
