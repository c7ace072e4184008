import { nearest } from '../core/base/nearest.ts';
import { runStream } from '../core/run/event.ts';
import { foldAll } from '../core/run/fold.ts';
import type { StepState } from '../core/run/state.ts';
import type { EventReader } from '../main/ports/event-log.ts';
import { UsageError } from './exit-code.ts';

/** The step of a run as it stands: also an instance, or a step of a group. Throws UsageError when there is none. */
export function stepOf(log: EventReader, runId: string, id: string): StepState {
  const run = foldAll(log.read(runStream(runId), 0));
  const step = run?.steps.get(id);
  if (step !== undefined) return step;
  const ids = [...(run?.steps.keys() ?? [])];
  const close = nearest(id, ids);
  const hint = close === undefined ? `it has ${ids.slice(0, 20).join(', ')}` : `did you mean ${close}?`;
  throw new UsageError(`run ${runId} has no step ${id}: ${hint}`);
}
