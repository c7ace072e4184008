import { create } from 'zustand';
import { client } from '../client/client.ts';
import { useEditing } from '../editing/editing.ts';
import { useDocument } from './document.ts';
import { showWork } from './layout.ts';
import { notify } from './notices.ts';
import { useRun } from './run.ts';
import { showFlow, showRun } from './show.ts';
import { closeWork, useStudio } from './studio.ts';
import { afterClosing, keyOfTab, moved, type Place, readTabs, type Tab, withShown } from './tab-list.ts';
import { useWorkspaces } from './workspaces.ts';

interface Tabs {
  readonly tabs: readonly Tab[];
  /** Key of the one that is looked at. */
  readonly active: string | null;
  /** Closed ones, latest first. */
  readonly closed: readonly Tab[];
}

const KEY = 'tabs';
const MOST_CLOSED = 20;

export const useTabs = create<Tabs>(() => ({ tabs: [], active: null, closed: [] }));

let looked: Place | null = null;

/** Keeps the tabs in step with what is shown, and remembers them. */
export async function followTabs(): Promise<void> {
  const stored = await client.layout.get({ key: KEY }).catch(() => null);
  useTabs.setState({ tabs: readTabs(stored) });
  let kept = useTabs.getState().tabs;
  useTabs.subscribe(({ tabs }) => {
    if (tabs === kept) return;
    kept = tabs;
    // Tabs that could not be kept are nothing to bother anybody with: the next change tries again.
    client.layout.set({ key: KEY, value: tabs.map((tab) => ({ ...tab })) }).catch(() => {});
  });
  useStudio.subscribe(takeShown);
  for (const store of [useDocument, useRun]) store.subscribe(takeTitle);
  takeShown();
}

function takeShown(): void {
  const place = shownPlace();
  if (place === null) {
    looked = null;
    if (useTabs.getState().active !== null) useTabs.setState({ active: null });
    return;
  }
  const known = useTabs.getState().tabs.find((tab) => keyOfTab(tab) === keyOfTab(place));
  const tab: Tab = { ...place, title: titleOf(place) ?? known?.title ?? place.file ?? 'Run' };
  useTabs.setState(({ tabs }) => ({ tabs: withShown(tabs, looked, tab), active: keyOfTab(place) }));
  looked = place;
}

/** What is shown is called by its name as soon as that is loaded. */
function takeTitle(): void {
  const title = looked === null ? undefined : titleOf(looked);
  if (looked === null || title === undefined) return;
  const key = keyOfTab(looked);
  const { tabs } = useTabs.getState();
  if (!tabs.some((tab) => keyOfTab(tab) === key && tab.title !== title)) return;
  useTabs.setState({ tabs: tabs.map((tab) => (keyOfTab(tab) === key ? { ...tab, title } : tab)) });
}

function shownPlace(): Place | null {
  const workspace = useWorkspaces.getState().current?.path;
  const { file, pinnedRun } = useStudio.getState();
  if (workspace === undefined || (file === null && pinnedRun === null)) return null;
  return { workspace, file, runId: pinnedRun };
}

/** Undefined while that is not known yet: what is loaded may still be of the tab before. */
function titleOf({ workspace, file, runId }: Place): string | undefined {
  const { run, runId: loaded } = useRun.getState();
  if (runId !== null) return loaded === runId ? run?.plan.name : undefined;
  const { valid } = useDocument.getState();
  const isOpen = valid?.document.file === file && valid?.document.workspace === workspace;
  return isOpen ? valid?.plan.name : undefined;
}

export function showTab(tab: Tab): void {
  if (tab.runId !== null) void showRun(tab.runId);
  else if (tab.file !== null) void showFlow(tab.workspace, tab.file);
}

/** What was changed and not saved stays: it is there again with the file. */
export function closeTab(tab: Tab): void {
  const { tabs, active } = useTabs.getState();
  const next = afterClosing(tabs, tab);
  useTabs.setState(({ closed }) => ({
    tabs: tabs.filter((other) => keyOfTab(other) !== keyOfTab(tab)),
    closed: [tab, ...closed.filter((other) => keyOfTab(other) !== keyOfTab(tab))].slice(0, MOST_CLOSED),
  }));
  if (isUnsaved(tab)) notify('info', `${tab.title} has changes that are not saved: open it again to see them.`);
  if (active !== keyOfTab(tab)) return;
  looked = null;
  useTabs.setState({ active: next === null ? null : keyOfTab(next) });
  if (next === null) closeWork();
  else showTab(next);
}

export function reopenTab(): void {
  const { closed } = useTabs.getState();
  const [tab, ...rest] = closed;
  if (tab === undefined) return;
  useTabs.setState({ closed: rest });
  showTab(tab);
}

export function closeOtherTabs(tab: Tab): void {
  const others = useTabs.getState().tabs.filter((other) => keyOfTab(other) !== keyOfTab(tab));
  showTab(tab);
  for (const other of others) closeTab(other);
}

export const activeTab = (): Tab | undefined => {
  const { tabs, active } = useTabs.getState();
  return tabs.find((tab) => keyOfTab(tab) === active);
};

/** Looks at the tab so many places on, around the end. */
export function cycleTabs(by: 1 | -1): void {
  const { tabs, active } = useTabs.getState();
  const at = tabs.findIndex((tab) => keyOfTab(tab) === active);
  const next = tabs[at < 0 ? 0 : (at + by + tabs.length) % tabs.length];
  showWork();
  if (next !== undefined) showTab(next);
}

export const moveTab = (from: number, to: number): void =>
  useTabs.setState(({ tabs }) => ({ tabs: moved(tabs, from, to) }));

export function moveActiveTab(by: 1 | -1): void {
  const { tabs, active } = useTabs.getState();
  const at = tabs.findIndex((tab) => keyOfTab(tab) === active);
  moveTab(at, at + by);
}

export const isUnsaved = ({ workspace, file, runId }: Place, { unsaved } = useEditing.getState()): boolean =>
  runId === null && unsaved.some((name) => name.workspace === workspace && name.file === file);
