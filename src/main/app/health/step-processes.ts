import type { ChronumEvent } from '../../../core/run/event.ts';
import type { EventReader } from '../../ports/event-log.ts';
import type { AttemptKey } from '../../ports/log-store.ts';
import type { RunSummary } from '../../ports/run-store.ts';

interface StepProcess {
  readonly runId: string;
  readonly flowName: string;
  readonly stepId: string;
  readonly pid: number;
  readonly since: string;
  readonly ownerId: string | null;
}

/** A run of more events is not read for this: it would keep everything else waiting. */
const MOST_EVENTS = 50_000;
const PAGE = 5_000;
const ENDS: ReadonlySet<ChronumEvent['type']> = new Set([
  'attempt.succeeded',
  'attempt.failed',
  'attempt.timed-out',
  'attempt.cancelled',
  'attempt.lost',
]);

/** The processes of steps that are recorded as started and not as ended, whoever runs them. */
export function stepProcesses(log: EventReader, unfinished: readonly RunSummary[]) {
  const processes: StepProcess[] = [];
  const read = unfinished.filter(({ seq }) => seq <= MOST_EVENTS);
  for (const run of read) processes.push(...processesOf(log, run));
  return { processes, notLookedAt: unfinished.length - read.length };
}

function processesOf(log: EventReader, { id: runId, flowName, ownerId }: RunSummary): Iterable<StepProcess> {
  const open = new Map<string, StepProcess>();
  let seq = 0;
  for (let page = log.read(runId, seq, PAGE); page.length > 0; page = log.read(runId, seq, PAGE)) {
    for (const event of page) {
      if (event.type === 'attempt.spawned') {
        open.set(keyOf(event), { runId, flowName, stepId: event.stepId, pid: event.pid, since: event.at, ownerId });
      } else if (ENDS.has(event.type) && 'attempt' in event) {
        open.delete(keyOf(event));
      }
    }
    seq = page.at(-1)?.seq ?? seq;
  }
  return open.values();
}

const keyOf = ({ stepId, branch, attempt }: Omit<AttemptKey, 'runId'>): string => `${stepId}\n${branch}\n${attempt}`;
