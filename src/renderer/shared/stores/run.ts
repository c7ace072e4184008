import { create } from 'zustand';
import { client } from '../client/client.ts';
import { follow } from '../client/follow.ts';
import type { RunReader, RunView } from '../run/run-view.ts';
import type { StepView } from '../run/step-view.ts';

/** The run that is shown, made by folding its events. */
interface OpenRun {
  readonly runId: string | null;
  /** `gone`: the store does not have it (any more). */
  readonly phase: 'none' | 'loading' | 'live' | 'ended' | 'gone';
  readonly run: RunView | undefined;
}

const NONE: OpenRun = { runId: null, phase: 'none', run: undefined };
/** Batches that arrive within a frame are shown together. */
const FRAME_MS = 16;

export const useRun = create<OpenRun>(() => NONE);

/** The fold brings the whole core along, expressions too: it is loaded beside the first paint, not before it. */
const loadReader = () => import('../run/run-view.ts');

let stop = () => {};

/** Shows a run from its first event on, live until it ends. */
export function followRun(runId: string | null): void {
  if (useRun.getState().runId === runId) return;
  stop();
  stop = () => {};
  if (runId === null) {
    useRun.setState(NONE);
    return;
  }
  useRun.setState({ runId, phase: 'loading', run: undefined });
  void loadReader().then(({ createRunReader }) => {
    if (useRun.getState().runId === runId) stop = readRun(runId, createRunReader());
  });
}

function readRun(runId: string, reader: RunReader): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const publish = () => {
    clearTimeout(timer);
    timer = undefined;
    const run = reader.view();
    if (run !== undefined) useRun.setState({ run, phase: run.finishedAt === undefined ? 'live' : 'ended' });
  };
  const unfollow = follow({
    open: (signal) => client.runs.events({ runId, afterSeq: reader.seq }, { signal }),
    onItem: ({ events }) => {
      const isFirst = reader.seq === 0;
      reader.add(events);
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

/** A step of the shown run. */
export const useStep = (stepId: string | null): StepView | undefined =>
  useRun((state) => (stepId === null ? undefined : state.run?.steps.get(stepId)));
