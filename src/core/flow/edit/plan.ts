import { isAlias, isScalar, isSeq } from 'yaml';
import type { TextEdit } from '../../base/diagnostic.ts';
import { ok, problem, type Result } from '../../base/result.ts';
import { keysOf } from '../schema/place.ts';
import { toJson } from '../schema/scalars.ts';
import type { Layout } from '../write/emit.ts';
import type { Written } from '../write/written.ts';
import type { FlowDocument } from '../yaml/document.ts';
import { formatPath, type Path } from '../yaml/path.ts';
import { type EntryReading, readEntry } from './entry-source.ts';
import { insertEntry } from './insert-edit.ts';
import { contentEnd, type Item, isFlow } from './items.ts';
import type { FlowEdit } from './model.ts';
import { moveEntry } from './move-edit.ts';
import { removeEntry } from './remove-edit.ts';
import { renameStep } from './rename-edit.ts';
import { type Target, targetOf } from './target.ts';
import { replaceValue } from './value-edit.ts';
import { writtenAt } from './written-value.ts';

/** The text edits of one change, in the file's own manner. Nothing is checked yet: `editFlow` reads the outcome again. */
export function planEdit(document: FlowDocument, edit: FlowEdit, layout: Layout): Result<TextEdit[]> {
  switch (edit.op) {
    case 'set':
      return planSet(document, edit.path, writtenAt(edit.path, edit.value), layout);
    case 'set-source':
      return planSource(document, edit.path, edit.source, layout);
    case 'insert':
      return planInsert(document, { ...edit, value: writtenAt(edit.path, edit.value) }, layout);
    case 'insert-source': {
      const entry = readEntry(edit.source);
      return entry.ok ? planInsertSource(document, edit.path, entry.value, layout) : entry;
    }
    case 'remove':
      return planRemove(document, edit.path);
    case 'move':
      return planMove(document, edit.path, edit.to);
    case 'rename-step':
      return renameStep(document, edit.path, edit.to);
  }
}

function planSet(document: FlowDocument, path: Path, value: Written, layout: Layout): Result<TextEdit[]> {
  const found = targetOf(document, path);
  if (!found.ok) return found;
  const target = found.value;
  const item = target.items[target.index];
  const rest = path.slice(target.depth + 1);
  if (item === undefined) return addAt(document, target, path, wrapped(rest, value), layout);
  if (rest.length === 0) {
    return ok(replaceValue({ text: document.text, item, inFlow: isFlow(target.container), value, layout }));
  }
  if (!isEmptyValue(document, item)) return notAContainer(path.slice(0, target.depth + 1), rest[0]!);
  return ok(
    replaceValue({ text: document.text, item, inFlow: isFlow(target.container), value: wrapped(rest, value), layout }),
  );
}

/** A value inside of maps that are made for it. */
const wrapped = (path: Path, value: Written): Written =>
  path.reduceRight<Written>((inner, part) => (typeof part === 'number' ? [inner] : { [part]: inner }), value);

const isEmptyValue = ({ text }: FlowDocument, { value }: Item): boolean =>
  value === null || (isScalar(value) && contentEnd(text, value) === undefined);

const notAContainer = (path: Path, part: string | number) =>
  problem(
    'edit-not-a-container',
    `\`${formatPath(path)}\` holds a single value, so it has no \`${part}\`: give it a map or a list first`,
  );

/** An entry that is not there yet: a key at its usual place, or the next entry of a list. */
function addAt(document: FlowDocument, target: Target, path: Path, value: Written, layout: Layout): Result<TextEdit[]> {
  const part = path[target.depth]!;
  const { container, items } = target;
  const isList = typeof part === 'number';
  if (isList !== isSeq(container)) return notAContainer(path.slice(0, target.depth), part);
  if (isList && part !== items.length) {
    return problem(
      'edit-path-missing',
      `\`${formatPath(path.slice(0, target.depth))}\` has ${items.length} entries, so there is no entry ${part}`,
    );
  }
  const index = isList ? part : usualPlace(path.slice(0, target.depth + 1), items);
  return ok(insertInto(document, { target, index, value, layout, path: path.slice(0, target.depth + 1) }));
}

interface Insert {
  readonly target: Target;
  readonly index: number;
  readonly value: Written;
  readonly layout: Layout;
  readonly path: Path;
}

function insertInto(document: FlowDocument, { target, index, value, layout, path }: Insert): TextEdit[] {
  const { text } = document;
  const part = path.at(-1)!;
  const { container, items, holder } = target;
  const under = String(path.at(-2) ?? '');
  // An empty `[]` or `{}` turns into a block where it may.
  if (
    items.length === 0 &&
    holder !== undefined &&
    target.holderContainer !== undefined &&
    !isFlow(target.holderContainer)
  ) {
    const whole: Written = typeof part === 'number' ? [value] : { [part]: value };
    const inside = text.slice(...(container.range!.slice(0, 2) as [number, number]));
    if (!inside.includes('#')) {
      return replaceValue({
        text,
        item: { ...holder, value: null, head: holder.head },
        inFlow: false,
        value: whole,
        layout,
      }).map((edit) =>
        edit.start === edit.end && edit.start === holder.head ? { ...edit, end: container.range![1] } : edit,
      );
    }
  }
  const key = typeof part === 'string' ? { key: part } : {};
  return insertEntry({ text, container, items, index, under, value, layout, ...key });
}

/** Where a key stands among those that are there, in the order of the format's page; elsewhere at the end. */
function usualPlace(path: Path, items: readonly Item[]): number {
  const order = orderAt(path);
  const rank = order.indexOf(String(path.at(-1)));
  if (rank === -1) return items.length;
  const before = items.findLastIndex(
    ({ key }) => key !== undefined && order.indexOf(key) !== -1 && order.indexOf(key) < rank,
  );
  return before === -1 ? Math.min(1, items.length) : before + 1;
}

/** Rules of a step and the like, whose keys have an order too, by the key that holds them. */
const PLACES: Readonly<Record<string, string>> = {
  retry: '`retry`',
  defaultRetry: '`retry`',
  delay: '`delay`',
  threshold: '`threshold`',
  repeat: '`repeat`',
  forEach: '`forEach`',
  concurrency: '`concurrency`',
  retention: '`retention`',
  handlers: '`handlers`',
  defaults: '`defaults`',
};

function orderAt(path: Path): readonly string[] {
  if (path.length === 1) return keysOf('a flow');
  const holder = path.at(-2);
  if (typeof holder === 'number') {
    return path.at(-3) === 'steps' || path.at(-4) === 'handlers' ? keysOf('a step') : [];
  }
  if (path.length === 3 && path[0] === 'params') return keysOf('a parameter');
  const isOwnName = path.some((part) => part === 'with' || part === 'env' || part === 'matrix');
  return isOwnName || holder === undefined || !Object.hasOwn(PLACES, holder) ? [] : keysOf(PLACES[holder]!);
}

function planInsert(
  document: FlowDocument,
  edit: { readonly path: Path; readonly value: Written; readonly index?: number },
  layout: Layout,
): Result<TextEdit[]> {
  const { path, value } = edit;
  const found = targetOf(document, path);
  if (!found.ok) return found;
  const target = found.value;
  const part = path.at(-1)!;
  if (target.depth < path.length - 1) {
    const item = target.items[target.index];
    if (item !== undefined && !isEmptyValue(document, item))
      return notAContainer(path.slice(0, target.depth + 1), part);
    if (typeof part === 'number' && part !== 0)
      return problem(
        'edit-path-missing',
        `There is no list at \`${formatPath(path.slice(0, -1))}\` yet: its first entry is 0`,
      );
    return planSet(document, path, value, layout);
  }
  if (typeof part === 'string') {
    if (target.index !== -1) return problem('edit-exists', `There is \`${formatPath(path)}\` already: set it instead`);
    const index = Math.min(edit.index ?? usualPlace(path, target.items), target.items.length);
    return ok(insertInto(document, { target, index, value, layout, path }));
  }
  if (!isSeq(target.container)) return notAContainer(path.slice(0, -1), part);
  if (part < 0 || part > target.items.length) {
    return problem(
      'edit-path-missing',
      `\`${formatPath(path.slice(0, -1))}\` has ${target.items.length} entries: an entry ${part} would leave a gap`,
    );
  }
  return ok(insertInto(document, { target, index: part, value, layout, path }));
}

/** Text of several lines has no place between brackets: there its value is written as others are. */
function planInsertSource(
  document: FlowDocument,
  path: Path,
  { written, raw }: EntryReading,
  layout: Layout,
): Result<TextEdit[]> {
  const found = targetOf(document, path);
  if (!found.ok) return found;
  const { container, items, holderContainer } = found.value;
  const becomesBlock = items.length === 0 && holderContainer !== undefined && !isFlow(holderContainer);
  if (!isFlow(container) || becomesBlock) return planInsert(document, { path, value: written }, layout);
  const json = toJson(raw);
  return json === undefined
    ? problem('edit-value-invalid', 'This entry has a value that JSON cannot hold')
    : planInsert(document, { path, value: writtenAt(path, json) }, layout);
}

function planRemove(document: FlowDocument, path: Path): Result<TextEdit[]> {
  const found = entryAt(document, path);
  if (!found.ok) return found;
  const { target } = found.value;
  const { text } = document;
  const { container, items, index, holder } = target;
  if (items.length > 1)
    return ok(removeEntry({ text, container, items, index, isList: typeof path.at(-1) === 'number' }));
  const empty = typeof path.at(-1) === 'number' ? '[]' : '{}';
  if (isFlow(container)) return ok([{ start: container.range![0], end: container.range![1], text: empty }]);
  const end = contentEnd(text, container)!;
  if (holder?.key !== undefined) return ok([{ start: holder.head, end, text: ` ${empty}` }]);
  return ok([{ start: container.range![0], end, text: empty }]);
}

function planMove(document: FlowDocument, path: Path, to: number): Result<TextEdit[]> {
  const found = entryAt(document, path);
  if (!found.ok) return found;
  const { container, items, index } = found.value.target;
  if (to < 0 || to >= items.length) {
    return problem(
      'edit-path-missing',
      `\`${formatPath(path.slice(0, -1))}\` has ${items.length} entries: nothing can stand at ${to}`,
    );
  }
  return ok(moveEntry({ text: document.text, container, items, from: index, to }));
}

/** The entry that a path names, which must be there. */
function entryAt(document: FlowDocument, path: Path): Result<{ target: Target; item: Item }> {
  const found = targetOf(document, path);
  if (!found.ok) return found;
  const target = found.value;
  const item = target.depth === path.length - 1 ? target.items[target.index] : undefined;
  if (item === undefined) return problem('edit-path-missing', `There is nothing at \`${formatPath(path)}\``);
  return ok({ target, item });
}

function planSource(document: FlowDocument, path: Path, source: string, layout: Layout): Result<TextEdit[]> {
  if (/[\r\n]/.test(source)) return problem('edit-value-invalid', 'Source text of a value goes on one line');
  const PLACEHOLDER = 'value-to-come';
  const found = entryAt(document, path);
  if (!found.ok) {
    const added = planSet(document, path, PLACEHOLDER, layout);
    if (!added.ok) return added;
    return ok(added.value.map((edit) => ({ ...edit, text: edit.text.replace(PLACEHOLDER, () => source) })));
  }
  const { item } = found.value;
  const end = contentEnd(document.text, item.value);
  if (end === undefined || isAlias(item.value) || !item.value?.range) {
    const stop = item.value?.range && end !== undefined ? end : item.head;
    const start = item.value?.range && end !== undefined ? item.value.range[0] : item.head;
    return ok([{ start, end: stop, text: start === item.head ? ` ${source}` : source }]);
  }
  return ok([{ start: item.value.range[0], end, text: source }]);
}
