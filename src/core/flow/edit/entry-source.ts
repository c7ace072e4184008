import { isAlias, isMap, isSeq, visit } from 'yaml';
import { ok, problem, type Result } from '../../base/result.ts';
import { rawAt } from '../schema/issues.ts';
import { toJson } from '../schema/scalars.ts';
import { itemLines, USUAL_LAYOUT } from '../write/emit.ts';
import { EntrySource } from '../write/written.ts';
import { type FlowDocument, parseDocumentText } from '../yaml/document.ts';
import { find } from '../yaml/locate.ts';
import type { Path } from '../yaml/path.ts';
import { isRawList, type Raw } from '../yaml/plain.ts';
import { rawOf } from '../yaml/raw.ts';
import { beginsItsLine, columnAt, isFlow, itemsOf, lineStart, linesOf } from './items.ts';
import { writtenAt } from './written-value.ts';

/**
 * An entry of a list as YAML text that stands for itself: a list of one entry at the margin, with its own comments and manner. One
 * that is written between brackets, or with anchors and aliases of its file, is written anew. Undefined where there is no entry.
 */
export function entrySource(source: FlowDocument | string, path: Path): string | undefined {
  const document = typeof source === 'string' ? parseDocumentText(source, '') : source;
  const value = rawAt(rawOf(document).value, path);
  if (value === undefined) return undefined;
  return asWritten(document, path) ?? anew(path, value);
}

/** The entries of a list, each as `entrySource` gives it. */
export function entrySources(source: string, path: Path): string[] {
  const document = parseDocumentText(source, '');
  const list = rawAt(rawOf(document).value, path);
  return isRawList(list) ? list.map((_, i) => entrySource(document, [...path, i]) ?? '') : [];
}

function asWritten(document: FlowDocument, path: Path): string | undefined {
  const { text } = document;
  const { node: list, shared, depth } = find(document, path.slice(0, -1));
  const index = path.at(-1);
  if (shared || depth < path.length - 1 || !isSeq(list) || isFlow(list) || typeof index !== 'number') return undefined;
  const item = itemsOf(text, list)[index];
  if (item === undefined || !beginsItsLine(text, item.start) || !isMap(item.value) || refersElsewhere(item.value)) {
    return undefined;
  }
  const column = columnAt(text, item.start);
  const { from, to } = linesOf(text, item);
  const lines = text.slice(lineStart(text, from), to).split(/\r?\n/);
  // What stands further left than its dash (an empty line, a comment) has nothing to lose.
  return `${lines.map((line) => (line.slice(0, column).trim() === '' ? line.slice(column) : line.trimStart())).join('\n')}\n`;
}

function refersElsewhere(node: Parameters<typeof visit>[0]): boolean {
  let refers = false;
  visit(node, {
    Node(_, inner) {
      if (!isAlias(inner) && inner.anchor === undefined) return undefined;
      refers = true;
      return visit.BREAK;
    },
  });
  return refers;
}

function anew(path: Path, value: Raw): string | undefined {
  const json = toJson(value);
  if (json === undefined) return undefined;
  const key = String(path.at(-2) ?? '');
  return `${itemLines(writtenAt(path, json), 0, USUAL_LAYOUT, { key }).join('\n')}\n`;
}

export interface EntryReading {
  readonly written: EntrySource;
  readonly raw: Raw;
}

/** Reads the text of one entry, as lines to be put somewhere and as its value. */
export function readEntry(source: string): Result<EntryReading> {
  const document = parseDocumentText(source, '');
  const list = rawOf(document).value;
  const [raw, ...others] = isRawList(list) ? list : [];
  const lines = source.trimEnd().split(/\r?\n/);
  const first = lines.findIndex((line) => line.startsWith('-'));
  const isBroken = document.tree.errors.length > 0 || document.tree.warnings.length > 0;
  if (isBroken || raw === undefined || others.length > 0 || first === -1) {
    return problem('edit-value-invalid', 'This is not the text of one entry of a list');
  }
  const gap = /^-( +)/.exec(lines[first] ?? '')?.[0].length ?? 2;
  const inside = lines.slice(first).map((line) => line.slice(gap));
  return ok({ written: new EntrySource(lines.slice(0, first), inside), raw });
}
