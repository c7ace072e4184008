import { create } from 'zustand';
import { runHistory, showMoment, useRun } from './run.ts';

/** How many seconds of the run pass in one. */
export const SPEEDS = [1, 2, 5, 10, 25, 50, 100] as const;
export type Speed = (typeof SPEEDS)[number];

interface Replay {
  readonly isPlaying: boolean;
  readonly speed: Speed;
}

/** How the replay of the shown run plays. Whether there is one, and where it stands, `useRun` says by its `moment`. */
export const useReplay = create<Replay>(() => ({ isPlaying: false, speed: 1 }));

/** Time that may be spent at once on making the way back quick. */
const SLICE_MS = 6;

/** The first and the last instant that can be shown; the last one of a live run is now. */
export function replayRange(now: number): { readonly from: number; readonly to: number } | undefined {
  const { latest } = useRun.getState();
  const history = runHistory();
  if (latest === undefined || history === undefined) return undefined;
  const from = history.timeOf(1);
  return { from, to: Math.max(from, latest.finishedAt ?? now, history.timeOf(history.length)) };
}

export const isReplaying = (): boolean => useRun.getState().moment !== null;

/** Begins to look back: at the end of what there is, unless an instant is given. */
export function enterReplay(at?: number): void {
  const range = replayRange(Date.now());
  if (range === undefined) return;
  seek(at ?? range.to);
  prepare();
}

/** Shows the run as it is now again. */
export function leaveReplay(): void {
  pause();
  showMoment(null);
}

export function seek(at: number): void {
  const range = replayRange(Date.now());
  if (range !== undefined) showMoment(Math.min(range.to, Math.max(range.from, at)));
}

/** So many events forward or, if negative, back: also among those of one instant. */
export function stepEvents(by: number): void {
  pause();
  const history = runHistory();
  const { moment } = useRun.getState();
  if (history === undefined || history.length === 0) return;
  const from = moment?.seq ?? history.length;
  const to = Math.min(history.length, Math.max(1, from + by));
  showMoment(history.timeOf(to), to);
}

function pause(): void {
  cancelAnimationFrame(frame);
  useReplay.setState({ isPlaying: false });
}

export const setSpeed = (speed: Speed): void => useReplay.setState({ speed });

/** The next faster or slower speed. */
export function changeSpeed(by: 1 | -1): void {
  const index = SPEEDS.indexOf(useReplay.getState().speed) + by;
  setSpeed(SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, index))] ?? 1);
}

let frame = 0;

/** Plays on from where it stands; from the beginning when it stands at the end. */
function play(): void {
  const range = replayRange(Date.now());
  if (range === undefined) return;
  const { moment } = useRun.getState();
  if (moment === null || moment.at >= range.to) enterReplay(range.from);
  useReplay.setState({ isPlaying: true });
  let before = performance.now();
  const advance = (now: number) => {
    const { moment: at, latest } = useRun.getState();
    const end = replayRange(Date.now());
    if (at === null || end === undefined) return pause();
    const to = at.at + (now - before) * useReplay.getState().speed;
    before = now;
    seek(to);
    if (to >= end.to) {
      pause();
      // Who catches up with a live run goes on with it.
      if (latest?.finishedAt === undefined) leaveReplay();
      return;
    }
    frame = requestAnimationFrame(advance);
  };
  frame = requestAnimationFrame(advance);
}

export const togglePlay = (): void => (useReplay.getState().isPlaying ? pause() : play());

/** Folds the whole run once, in slices between frames, so that every later jump is short. */
function prepare(): void {
  const history = runHistory();
  const { runId } = useRun.getState();
  const goOn = () => {
    if (history === undefined || useRun.getState().runId !== runId || !isReplaying()) return;
    const until = performance.now() + SLICE_MS;
    if (history.prepare(() => performance.now() < until)) setTimeout(goOn);
  };
  setTimeout(goOn);
}

// Another run, or none, is nothing to play on with.
useRun.subscribe((state, before) => {
  if (state.runId !== before.runId && useReplay.getState().isPlaying) pause();
});
