import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { TextEdit } from '../../base/diagnostic.ts';
import { ok, problem, type Result } from '../../base/result.ts';
import { parseExpression } from '../../expression/index.ts';
import { parseNeedsText } from '../../graph/index.ts';
import { rawAt } from '../schema/issues.ts';
import { ID, TEMPLATE } from '../schema/scalars.ts';
import { slugOf } from '../schema/slug.ts';
import { HANDLER_KEYS } from '../steps.ts';
import { scalarText } from '../write/scalar.ts';
import type { FlowDocument } from '../yaml/document.ts';
import { find, pairOf, pieceSpan } from '../yaml/locate.ts';
import { formatPath, type Path } from '../yaml/path.ts';
import { isRawList, isRawMap, type Raw } from '../yaml/plain.ts';
import { rawOf } from '../yaml/raw.ts';

/** Gives a step another id wherever it is spoken of: its own key, the needs and alternatives of its siblings, expressions. */
export function renameStep(document: FlowDocument, path: Path, to: string): Result<TextEdit[]> {
  if (!ID.test(to))
    return problem(
      'edit-value-invalid',
      `\`${to}\` cannot be an id: letters, digits, \`_\` and \`-\`, not beginning with a digit or \`-\``,
    );
  const root = rawOf(document).value;
  const list = rawAt(root, path.slice(0, -1));
  const step = rawAt(root, path);
  const position = path.at(-1);
  if (!isRawList(list) || !isRawMap(step) || typeof position !== 'number') {
    return problem('edit-path-missing', `There is no step at \`${formatPath(path)}\``);
  }
  const from = idOf(step, position);
  if (from === to) return ok([]);
  const taken = siblings(root, path).some((other, i) => other !== step && isRawMap(other) && idOf(other, i) === to);
  if (taken) return problem('edit-exists', `There is a step \`${to}\` already`);

  const own = ownEdit(document, path, step, { from, to });
  if (!own.ok) return own;
  const renaming: Renaming = {
    root,
    document,
    from,
    to,
    known: siblings(root, path).map((one, i) => (isRawMap(one) ? idOf(one, i) : '')),
    edits: [],
  };
  const isInGroup = path.length > 3 || (path.length === 3 && path[0] !== 'handlers');
  // A group's ids are known inside of it alone; all others are known in the whole flow.
  visitValue(renaming, isInGroup ? path.slice(0, -1) : [], isInGroup ? list : root, scopePath(path));
  return ok([...own.value, ...renaming.edits]);
}

const textOf = (raw: Raw | undefined): string | undefined =>
  typeof raw === 'string' ? raw : typeof raw === 'symbol' ? raw.description : undefined;

function idOf(step: Raw, position: number): string {
  if (!isRawMap(step)) return `step-${position + 1}`;
  return textOf(step.id) ?? slugOf(textOf(step.name), position + 1);
}

/** Those that may not have the same id. */
function siblings(root: Raw, path: Path): readonly Raw[] {
  const own = rawAt(root, path.slice(0, -1));
  const list = isRawList(own) ? own : [];
  if (path.length > 3 || !isRawMap(root)) return list;
  const lists = [root.steps, ...HANDLER_KEYS.map((key) => (isRawMap(root.handlers) ? root.handlers[key] : undefined))];
  return lists.flatMap((one) => (isRawList(one) ? [...one] : []));
}

function ownEdit(
  document: FlowDocument,
  path: Path,
  step: Raw,
  { from, to }: { from: string; to: string },
): Result<TextEdit[]> {
  const node = find(document, path).node;
  const map = isAlias(node) ? undefined : node;
  if (!isMap(map) || !isRawMap(step))
    return problem('edit-through-alias', 'This step is an alias of another: rename that one');
  const key = step.id !== undefined ? 'id' : step.name !== undefined ? 'name' : undefined;
  const pair = key === undefined ? undefined : pairOf(document, map, key);
  if (pair?.merged === true || isAlias(pair?.pair.value)) {
    return problem(
      'edit-through-alias',
      `The \`${key}\` of this step comes from elsewhere in the file: change it there`,
    );
  }
  const value = pair?.pair.value;
  const isName = key === 'name';
  // A name that is an id already is the id; a name in words stays, and the step gets an id beside it.
  if (isScalar(value) && value.range && (!isName || textOf(step.name) === from)) {
    return ok([{ start: value.range[0], end: value.range[1], text: requoted(value, to) }]);
  }
  const first = map.items[0]?.key as Node | undefined;
  if (!first?.range) return problem('edit-impossible', 'This step has no place for an `id`');
  if (map.flow === true) return ok([{ start: first.range[0], end: first.range[0], text: `id: ${to}, ` }]);
  const column = first.range[0] - (document.text.lastIndexOf('\n', first.range[0] - 1) + 1);
  const eol = document.text.includes('\r\n') ? '\r\n' : '\n';
  return ok([{ start: first.range[0], end: first.range[0], text: `id: ${to}${eol}${' '.repeat(column)}` }]);
}

function requoted(node: Scalar, text: string): string {
  if (node.type === 'QUOTE_DOUBLE') return `"${text}"`;
  return node.type === 'QUOTE_SINGLE' ? `'${text}'` : scalarText(text);
}

interface Renaming {
  readonly root: Raw;
  readonly document: FlowDocument;
  readonly from: string;
  readonly to: string;
  readonly known: readonly string[];
  readonly edits: TextEdit[];
}

/** The list in which `needs` and alternatives mean this step. */
const scopePath = (path: Path): string => formatPath(path.slice(0, -1));

const EXPRESSIONS: ReadonlySet<string> = new Set(['if', 'while', 'until']);

/** Walks all values; aliases are walked at their anchors alone, where their text is. */
function visitValue(renaming: Renaming, path: Path, raw: Raw, scope: string): void {
  const { node, shared } = find(renaming.document, path);
  if (shared || isAlias(node)) return;
  if (typeof raw === 'string') {
    visitText(renaming, path, raw, scope);
    return;
  }
  if (isRawList(raw)) for (const [i, item] of raw.entries()) visitValue(renaming, [...path, i], item, scope);
  else if (isRawMap(raw) && (isMap(node) || isSeq(node))) {
    for (const [key, item] of Object.entries(raw)) visitValue(renaming, [...path, key], item, scope);
  }
}

function visitText(renaming: Renaming, path: Path, text: string, scope: string): void {
  const place = placeIn(path);
  if (place.role === 'needs') {
    if (place.list === scope) replaceNeeds(renaming, path, text);
    return;
  }
  if (!text.includes(renaming.from) || listOfName(renaming, path) !== scope) return;
  if (place.role === 'alternative') {
    if (text.trim() === renaming.from) replacePiece(renaming, path, text, text.indexOf(renaming.from));
    return;
  }
  const isExpression = EXPRESSIONS.has(String(path.at(-1))) || path.at(-2) === 'outputs';
  if (isExpression && !TEMPLATE.test(text)) {
    replaceReads(renaming, path, text, { code: text, start: 0 });
    return;
  }
  for (const match of text.matchAll(/\$\{\{([\s\S]*?)\}\}/g)) {
    replaceReads(renaming, path, text, { code: match[1] ?? '', start: match.index + 3 });
  }
}

/** The list whose step the old id means at a path: the innermost around it that has one; handlers and the flow see its steps. */
function listOfName({ root, from }: Renaming, path: Path): string {
  for (let depth = path.length - 1; depth > 0; depth--) {
    if (!isStepAt(path, depth)) continue;
    const list = rawAt(root, path.slice(0, depth));
    if (isRawList(list) && list.some((step, i) => idOf(step, i) === from)) return formatPath(path.slice(0, depth));
  }
  return 'steps';
}

/** Whether a part of a path is the position of a step in its list. */
const isStepAt = (path: Path, i: number): boolean =>
  typeof path[i] === 'number' && (path[i - 1] === 'steps' || (path[i - 2] === 'handlers' && i === 2));

/** What a text at a path is to the step whose it is, and the list in which that step stands. */
function placeIn(path: Path): { list: string; role: 'needs' | 'alternative' | 'other' } {
  const step = path.findLastIndex((_, i) => isStepAt(path, i));
  const inside = path.slice(step + 1).filter((part) => typeof part !== 'number');
  const list = formatPath(path.slice(0, step));
  const keys = inside[0] === 'frames' ? inside.slice(1) : inside;
  if (keys.length === 1 && (keys[0] === 'needs' || keys[0] === 'dependency')) return { list, role: 'needs' };
  const isAlternative =
    (keys.length === 1 && (keys[0] === 'fallback' || keys[0] === 'else')) || keys.join('.') === 'if.else';
  return { list, role: isAlternative ? 'alternative' : 'other' };
}

function replaceNeeds(renaming: Renaming, path: Path, text: string): void {
  const parsed = parseNeedsText(text);
  if (!parsed.ok) return;
  for (const atom of parsed.value.atoms)
    if (atom.step === renaming.from) replacePiece(renaming, path, text, atom.offset);
}

function replaceReads(
  renaming: Renaming,
  path: Path,
  text: string,
  { code, start }: { code: string; start: number },
): void {
  const parsed = parseExpression(code, { knownSteps: renaming.known });
  if (!parsed.ok) return;
  for (const { path: read, offset, end } of parsed.value.reads) {
    if (read[0] !== 'steps' || read[1] !== renaming.from) continue;
    const written = code.slice(offset, end);
    const inside = written.indexOf(renaming.from, written.search(/[.[]/));
    if (inside !== -1) replacePiece(renaming, path, text, start + offset + inside);
  }
}

function replacePiece({ document, from, to, edits }: Renaming, path: Path, text: string, offset: number): void {
  const [start, end] = pieceSpan(document, path, text, offset, from.length);
  if (document.text.slice(start, end) !== from) return;
  if (!edits.some((edit) => edit.start === start)) edits.push({ start, end, text: to });
}
