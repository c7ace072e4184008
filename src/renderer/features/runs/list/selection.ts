/** Which rows are selected, and where the keyboard is. */
export interface ListSelection {
  readonly selected: ReadonlySet<string>;
  /** The row with the focus, whose details are shown. */
  readonly cursor: string | null;
  /** Where a range with Shift begins. */
  readonly anchor: string | null;
}

export const NOTHING_SELECTED: ListSelection = { selected: new Set(), cursor: null, anchor: null };

export type SelectionStep =
  | { readonly kind: 'only'; readonly id: string }
  | { readonly kind: 'toggle'; readonly id: string }
  | { readonly kind: 'range'; readonly id: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'none' };

/** The selection after a click or a key, in a list of `ids`. */
export function selectStep(before: ListSelection, step: SelectionStep, ids: readonly string[]): ListSelection {
  switch (step.kind) {
    case 'only':
      return { selected: new Set([step.id]), cursor: step.id, anchor: step.id };
    case 'toggle': {
      const selected = new Set(before.selected);
      if (!selected.delete(step.id)) selected.add(step.id);
      return { selected, cursor: step.id, anchor: step.id };
    }
    case 'range': {
      const anchor = before.anchor ?? step.id;
      const [from, to] = [ids.indexOf(anchor), ids.indexOf(step.id)].sort((a, b) => a - b);
      if (from === undefined || to === undefined || from < 0)
        return selectStep(before, { kind: 'only', id: step.id }, ids);
      return { selected: new Set(ids.slice(from, to + 1)), cursor: step.id, anchor };
    }
    case 'all':
      return { ...before, selected: new Set(ids), cursor: before.cursor ?? ids[0] ?? null };
    case 'none':
      return { ...before, selected: new Set(before.cursor === null ? [] : [before.cursor]), anchor: before.cursor };
  }
}

/** Where a key leads from the cursor; undefined for keys that do not move. */
export function movedBy(key: string, cursor: string | null, ids: readonly string[], page: number): string | undefined {
  const at = cursor === null ? -1 : ids.indexOf(cursor);
  const last = ids.length - 1;
  const target: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: last,
  };
  const index = target[key];
  return index === undefined ? undefined : ids[Math.max(0, Math.min(index, last))];
}

/** What is left of a selection when rows went. */
export function keepExisting(before: ListSelection, ids: readonly string[]): ListSelection {
  const known = new Set(ids);
  if (before.cursor !== null && known.has(before.cursor) && [...before.selected].every((id) => known.has(id)))
    return before;
  const cursor = before.cursor !== null && known.has(before.cursor) ? before.cursor : null;
  const selected = new Set([...before.selected].filter((id) => known.has(id)));
  return { selected, cursor, anchor: before.anchor !== null && known.has(before.anchor) ? before.anchor : cursor };
}
