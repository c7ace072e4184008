import { create } from 'zustand';
import { client } from '../../../shared/client/client.ts';
import type { Point } from '../layout/geometry.ts';
import { type KeptArrangement, type Note, readArrangement, writeArrangement } from './arrangement-codec.ts';

/**
 * How a person arranged the graph of a flow. It is kept by main beside the flow, never in its file: moving a step makes no
 * difference there. Without a place for any step, the layout engine has the whole graph.
 */
interface Arrangement extends KeptArrangement {
  /** The id of the flow; null while none is open, or while it is being asked for. */
  readonly of: string | null;
}

const NOTHING: KeptArrangement = { places: new Map(), collapsed: new Set(), notes: [] };
const SAVE_DELAY_MS = 400;
/** The studio keeps no more than 256 KiB under one key. */
const MOST_CHARACTERS = 250_000;

export const useArrangement = create<Arrangement>(() => ({ of: null, ...NOTHING }));

const keyOf = (flowId: string): string => `canvas/${flowId}`.slice(0, 200);
let asked = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows the arrangement of a flow as soon as it is there. */
export async function openArrangement(flowId: string | null): Promise<void> {
  const question = ++asked;
  if (useArrangement.getState().of === flowId) return;
  saveNow();
  useArrangement.setState({ of: null, ...NOTHING });
  if (flowId === null) return;
  const stored = await client.layout.get({ key: keyOf(flowId) }).catch(() => null);
  if (question === asked) useArrangement.setState({ of: flowId, ...readArrangement(stored) });
}

function change(part: Partial<KeptArrangement>): void {
  useArrangement.setState(part);
  timer ??= setTimeout(saveNow, SAVE_DELAY_MS);
}

function saveNow(): void {
  if (timer === undefined) return;
  clearTimeout(timer);
  timer = undefined;
  const { of, ...kept } = useArrangement.getState();
  if (of === null) return;
  const value = writeArrangement(kept);
  // Of a graph too large to keep, the engine lays it out again.
  if (JSON.stringify(value).length > MOST_CHARACTERS) return;
  client.layout.set({ key: keyOf(of), value }).catch(() => {});
}

/** Keeps arrangements that a closing window would take along. */
export function keepOnLeave(): () => void {
  addEventListener('pagehide', saveNow);
  return () => removeEventListener('pagehide', saveNow);
}

/** Puts steps where they are to lie (upper left corner, absolute). */
export function placeSteps(places: Iterable<readonly [string, Point]>): void {
  change({ places: new Map([...useArrangement.getState().places, ...places]) });
}

export const setPlaces = (places: ReadonlyMap<string, Point>): void => change({ places });

export function toggleCollapsed(groups: readonly string[]): void {
  const collapsed = new Set(useArrangement.getState().collapsed);
  const allClosed = groups.every((id) => collapsed.has(id));
  for (const id of groups) {
    if (allClosed) collapsed.delete(id);
    else collapsed.add(id);
  }
  change({ collapsed });
}

export const setNotes = (notes: readonly Note[]): void => change({ notes });
