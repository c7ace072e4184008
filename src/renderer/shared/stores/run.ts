import { create } from 'zustand';
import { client } from '../client/client.ts';
import { follow } from '../client/follow.ts';
import type { RunHistory } from '../run/run-history.ts';
import type { RunReader, RunView } from '../run/run-view.ts';
import type { StepView } from '../run/step-view.ts';
import { changeLayout, useLayout } from './layout.ts';

/** The run that is shown, made by folding its events. */
interface OpenRun {
  readonly runId: string | null;
  /** `gone`: the store does not have it (any more). */
  readonly phase: 'none' | 'loading' | 'live' | 'ended' | 'gone';
  /** As it is shown: at `moment`, else as it is now. What acts on the run asks `latest`. */
  readonly run: RunView | undefined;
  readonly latest: RunView | undefined;
  /** The instant in the past that is looked at. */
  readonly moment: Moment | null;
}

export interface Moment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The event it stands right behind: of several at that instant, the one that was stepped to, else the last. */
  readonly seq: number;
}

const NONE: OpenRun = { runId: null, phase: 'none', run: undefined, latest: undefined, moment: null };
/** Batches that arrive within a frame are shown together. */
const FRAME_MS = 16;

export const useRun = create<OpenRun>(() => NONE);

/** The fold brings the whole core along, expressions too: it is loaded beside the first paint, not before it. */
const loadReader = () => Promise.all([import('../run/run-view.ts'), import('../run/run-history.ts')]);

let stop = () => {};
let history: RunHistory | undefined;
/** The event that was stepped to, among those of its instant. It may still have to arrive. */
let chosen: number | undefined;

/** The events of the shown run, as far as they have arrived. */
export const runHistory = (): RunHistory | undefined => history;

/** Shows a run from its first event on, live until it ends; at the instant at which it was left in a replay. */
export function followRun(runId: string | null): void {
  if (useRun.getState().runId === runId) return;
  stop();
  stop = () => {};
  history = undefined;
  if (runId === null) {
    useRun.setState(NONE);
    return;
  }
  const left = replayLeft(runId);
  chosen = left?.seq;
  if (left === null) changeLayout({ replay: null });
  useRun.setState({ ...NONE, runId, phase: 'loading', moment: left && { at: left.at, seq: 0 } });
  void loadReader().then(([{ createRunReader }, { createRunHistory }]) => {
    if (useRun.getState().runId !== runId) return;
    history = createRunHistory();
    stop = readRun(runId, createRunReader(), history);
  });
}

function readRun(runId: string, reader: RunReader, events: RunHistory): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const publish = () => {
    clearTimeout(timer);
    timer = undefined;
    const latest = reader.view();
    if (latest === undefined) return;
    const { moment, run } = useRun.getState();
    const phase = latest.finishedAt === undefined ? 'live' : 'ended';
    if (moment === null) useRun.setState({ run: latest, latest, phase });
    else useRun.setState({ ...momentIn(events, moment, run), latest, phase });
  };
  const unfollow = follow({
    open: (signal) => client.runs.events({ runId, afterSeq: reader.seq }, { signal }),
    onItem: ({ events: batch }) => {
      const isFirst = reader.seq === 0;
      reader.add(batch);
      events.add(batch);
      if (isFirst) publish();
      else timer ??= setTimeout(publish, FRAME_MS);
    },
    onEnd: publish,
    onRefused: () => useRun.setState({ phase: 'gone' }),
  });
  return () => {
    clearTimeout(timer);
    unfollow();
  };
}

/** What is seen at an instant. Events may still arrive that lie before it. */
function momentIn(events: RunHistory, { at, seq: before }: Moment, run: RunView | undefined) {
  const isThere = chosen !== undefined && chosen <= events.length && events.timeOf(chosen) === at;
  const seq = isThere && chosen !== undefined ? chosen : Math.max(1, events.seqAt(at));
  const shown = seq === before && run?.seq === seq ? run : events.viewAt(seq);
  return { moment: { at, seq }, run: shown };
}

/**
 * Shows the run as it was at an instant, or right behind one event of that instant; null shows it as it is now. The window remembers
 * it over a reload.
 */
export function showMoment(at: number | null, seq?: number): void {
  const { runId, latest, moment, run } = useRun.getState();
  if (runId === null || latest === undefined) return;
  chosen = seq;
  if (at === null || history === undefined) {
    useRun.setState({ moment: null, run: latest });
    changeLayout({ replay: null });
    return;
  }
  useRun.setState(momentIn(history, { at, seq: moment?.seq ?? 0 }, run));
  changeLayout({ replay: `${runId} ${Math.round(at)}${seq === undefined ? '' : ` ${seq}`}` });
}

/** Where a replay of this run was left, if it was. */
function replayLeft(runId: string): { readonly at: number; readonly seq: number | undefined } | null {
  const [replayed, at, seq] = (useLayout.getState().replay ?? '').split(' ');
  if (replayed !== runId || !Number.isFinite(Number(at))) return null;
  return { at: Number(at), seq: seq === undefined ? undefined : Number(seq) };
}

/** A step of the shown run. */
export const useStep = (stepId: string | null): StepView | undefined =>
  useRun((state) => (stepId === null ? undefined : state.run?.steps.get(stepId)));
