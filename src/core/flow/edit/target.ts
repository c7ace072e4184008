import { isAlias, type Node } from 'yaml';
import { ok, problem, type Result } from '../../base/result.ts';
import type { FlowDocument } from '../yaml/document.ts';
import { formatPath, type Path } from '../yaml/path.ts';
import { type Collection, type Item, isContainer, itemsOf } from './items.ts';

/** The place of an edit: the innermost collection on the way that is written out, and the entry in it, if there is one. */
export interface Target {
  readonly container: Collection;
  /** The entry of the container that holds the container itself; absent for the document. */
  readonly holder?: Item;
  readonly holderContainer?: Collection;
  readonly items: readonly Item[];
  /** Index of the entry that the next part of the path names; -1 when there is none. */
  readonly index: number;
  /** How many parts of the path lead to the container. */
  readonly depth: number;
}

/**
 * Walks a path down to the last collection on it that is written in the text. Where the way leads through an alias or a merge the
 * text belongs to several places at once: refused. Stops early (`depth` tells) where something is missing or empty.
 */
export function targetOf(document: FlowDocument, path: Path): Result<Target> {
  let container: Node | null = document.tree.contents;
  let target: Target | undefined;
  if (path.length === 0) return problem('edit-path-missing', 'An edit needs a path: the whole file is not a field');
  for (let depth = 0; depth < path.length; depth++) {
    if (isAlias(container)) return throughAlias(path.slice(0, depth), `*${container.source}`);
    if (!isContainer(container)) break;
    const items = itemsOf(document.text, container);
    const part = path[depth];
    const index =
      typeof part === 'number'
        ? part < items.length && part >= 0
          ? part
          : -1
        : items.findIndex(({ key }) => key === part);
    if (index === -1 && items.some(({ key }) => key === '<<') && isMerged(document, path.slice(0, depth + 1))) {
      return throughAlias(path.slice(0, depth + 1), '<<');
    }
    const holder = target?.items[target.index];
    target = {
      container,
      items,
      index,
      depth,
      ...(holder === undefined || target === undefined ? {} : { holder, holderContainer: target.container }),
    };
    const item = items[index];
    if (item === undefined) break;
    container = item.value;
  }
  if (target === undefined)
    return problem('edit-not-a-container', 'The file is not a map yet: it has no place for a field');
  return ok(target);
}

/** Whether a key comes from `<<` alone. */
function isMerged(document: FlowDocument, path: Path): boolean {
  const found = document.tree.hasIn(path);
  if (found) return false;
  return mergedKeys(document, path.slice(0, -1)).has(String(path.at(-1)));
}

function mergedKeys({ tree }: FlowDocument, path: Path): Set<string> {
  const node = path.length === 0 ? tree.contents : tree.getIn(path, true);
  const js: unknown = isContainer(node) ? node.toJS(tree) : undefined;
  return new Set(typeof js === 'object' && js !== null ? Object.keys(js) : []);
}

const throughAlias = (path: Path, sign: string) =>
  problem(
    'edit-through-alias',
    `\`${formatPath(path)}\` comes from elsewhere in the file (\`${sign}\`): change it where it is written, or give this place a value of its own`,
  );
