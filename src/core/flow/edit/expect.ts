import type { Path } from '../yaml/path.ts';
import { isRawList, isRawMap, type Raw, resolvePlain } from '../yaml/plain.ts';
import { readEntry } from './entry-source.ts';
import type { FlowEdit } from './model.ts';
import { rawFrom, readsSource } from './written-value.ts';

/** What the values of a file are to be after an edit; undefined where only the file itself can tell (`set-source`, renaming). */
export function expectedAfter(root: Raw, edit: FlowEdit): Raw | undefined {
  switch (edit.op) {
    case 'set':
      return change(root, edit.path, () => rawFrom(edit.value));
    case 'insert':
      return insertIn(root, edit.path, rawFrom(edit.value));
    case 'insert-source': {
      const entry = readEntry(edit.source);
      return entry.ok ? insertIn(root, edit.path, entry.value.raw) : undefined;
    }
    case 'remove':
      return change(root, edit.path, () => undefined);
    case 'move':
      return moveIn(root, edit.path, edit.to);
    case 'set-source':
    case 'rename-step':
      return undefined;
  }
}

/** A copy with the value at the path changed; maps on the way are made, list entries removed close the gap. */
function change(root: Raw | undefined, path: Path, to: (before: Raw | undefined) => Raw | undefined): Raw | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return to(root);
  if (isRawList(root) && typeof part === 'number') {
    const inner = change(root[part], rest, to);
    const copy = [...root];
    if (inner === undefined) copy.splice(part, 1);
    else copy[part] = inner;
    return copy;
  }
  const map: Record<string, Raw> = isRawMap(root) ? { ...root } : {};
  const inner = change(Object.hasOwn(map, part) ? map[part] : undefined, rest, to);
  if (inner === undefined) delete map[part];
  else map[part] = inner;
  return map;
}

function insertIn(root: Raw, path: Path, value: Raw): Raw | undefined {
  const last = path.at(-1);
  return change(root, path.slice(0, -1), (container) => {
    if (typeof last !== 'number') return { ...(isRawMap(container) ? container : {}), [String(last)]: value };
    const list = isRawList(container) ? [...container] : [];
    list.splice(last, 0, value);
    return list;
  });
}

function moveIn(root: Raw, path: Path, to: number): Raw | undefined {
  const from = path.at(-1);
  // The order of a map's keys is no part of its value.
  if (typeof from !== 'number') return root;
  return change(root, path.slice(0, -1), (container) => {
    if (!isRawList(container)) return container;
    const list = [...container];
    list.splice(to, 0, ...list.splice(from, 1));
    return list;
  });
}

/** Equal as values; where source text is read, `8080` and `"8080"` are the same. */
export function sameValues(a: Raw | undefined, b: Raw | undefined, path: Path = []): boolean {
  if (typeof a === 'symbol' && typeof b === 'symbol') {
    const [left, right] = [a.description ?? '', b.description ?? ''];
    return left === right || Object.is(resolvePlain(left), resolvePlain(right));
  }
  if (isRawList(a) && isRawList(b)) {
    return a.length === b.length && a.every((item, i) => sameValues(item, b[i], [...path, i]));
  }
  if (isRawMap(a) && isRawMap(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && sameValues(a[key], b[key], [...path, key]))
    );
  }
  if (a === b) return true;
  const texts = [a, b].map((one) => (typeof one === 'symbol' ? one.description : one));
  return readsSource(path) && typeof texts[0] === 'string' && texts[0] === texts[1];
}
