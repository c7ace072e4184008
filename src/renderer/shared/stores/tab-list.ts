import { isJsonObject, type Json } from '../../../core/base/json.ts';

/** A flow as it is today (`runId` null), or one run of it, that is open. */
export interface Tab {
  readonly workspace: string;
  /** Null for a run whose flow is not in this folder. */
  readonly file: string | null;
  readonly runId: string | null;
  /** As it was called last: its folder may not be the open one. */
  readonly title: string;
}

export type Place = Omit<Tab, 'title'>;

export const keyOfTab = ({ workspace, file, runId }: Place): string => JSON.stringify([workspace, runId ?? file]);

const isSame = (a: Place) => {
  const key = keyOfTab(a);
  return (b: Place) => keyOfTab(b) === key;
};

/**
 * The tabs once `shown` is what is looked at: another run takes the place of the run that was looked at, all else opens a tab beside
 * the one before.
 */
export function withShown(tabs: readonly Tab[], before: Place | null, shown: Tab): readonly Tab[] {
  const known = tabs.findIndex(isSame(shown));
  if (known >= 0) return tabs[known]?.title === shown.title ? tabs : tabs.with(known, shown);
  const active = before === null ? -1 : tabs.findIndex(isSame(before));
  if (shown.runId !== null && before?.runId != null && active >= 0) return tabs.with(active, shown);
  return tabs.toSpliced(active < 0 ? tabs.length : active + 1, 0, shown);
}

/** The one to look at after `closed` is gone: the next, else the one before. */
export function afterClosing(tabs: readonly Tab[], closed: Place): Tab | null {
  const at = tabs.findIndex(isSame(closed));
  return tabs[at + 1] ?? tabs[at - 1] ?? null;
}

/** Puts a tab where another one is. */
export function moved(tabs: readonly Tab[], from: number, to: number): readonly Tab[] {
  const tab = tabs[from];
  if (tab === undefined || to < 0 || to >= tabs.length) return tabs;
  return tabs.toSpliced(from, 1).toSpliced(to, 0, tab);
}

/** The tabs as they were kept, those that can be read. */
export function readTabs(stored: Json): readonly Tab[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((value) => {
    if (!isJsonObject(value)) return [];
    const { workspace, file, runId, title } = value;
    const isText = (text: Json | undefined) => text === null || typeof text === 'string';
    if (typeof workspace !== 'string' || typeof title !== 'string' || !isText(file) || !isText(runId)) return [];
    return file === null && runId === null
      ? []
      : [{ workspace, file: file ?? null, runId: runId ?? null, title } as Tab];
  });
}
