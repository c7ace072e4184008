import type { ScheduleEvent } from '../../core/run/event.ts';
import type { Instant } from '../../core/schedule/index.ts';
import type { SchedulerStore } from '../ports/schedule-store.ts';
import type { Dispatcher } from './dispatcher.ts';
import { outcomes, single } from './outcomes.ts';
import { appendOf, type Planned } from './planner.ts';

export interface Settled {
  readonly planned: Planned;
  /** What is durable now. */
  readonly events: readonly ScheduleEvent[];
}

interface Settling {
  readonly store: Pick<SchedulerStore, 'record'>;
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>;
  readonly settled: (settled: Settled) => void;
  /** Nothing of these was written. */
  readonly failed: (planned: readonly Planned[], error: unknown) => void;
}

/** Writes decisions: those without a run in one transaction, each fire with the run it makes. */
export async function writeDecisions(all: readonly Planned[], now: Instant, settling: Settling): Promise<void> {
  const others = all.filter(({ fire }) => fire === null);
  const fires = all.filter(({ fire }) => fire !== null);
  if (others.length > 0) await writeOthers(others, now, settling);
  if (fires.length > 0) await dispatchFires(fires, now, settling);
}

async function writeOthers(others: readonly Planned[], now: Instant, { store, settled, failed }: Settling) {
  const written = others.filter(({ events }) => events.length > 0);
  try {
    if (written.length > 0) {
      await store.record(written.map(({ schedule, state, events }) => appendOf(schedule.id, state, events, now)));
    }
  } catch (error) {
    return failed(others, error);
  }
  for (const planned of others) settled({ planned, events: planned.events });
}

async function dispatchFires(fires: readonly Planned[], now: Instant, settling: Settling) {
  const { dispatcher, settled, failed } = settling;
  let answers: Awaited<ReturnType<Dispatcher['dispatch']>>;
  try {
    answers = await dispatcher.dispatch(fires.flatMap(({ fire }) => fire ?? []));
  } catch (error) {
    return failed(fires, error);
  }
  for (const [index, planned] of fires.entries()) {
    const answer = answers[index];
    if (answer === undefined || answer.ok) settled({ planned, events: planned.events });
    else await writeRefusal(planned, answer.reason, now, settling);
  }
}

/** The flow cannot run as it is: the instant is missed, and nobody makes up for it. */
async function writeRefusal(planned: Planned, reason: string, now: Instant, { store, settled, failed }: Settling) {
  const { schedule, state, decision } = planned;
  if (decision.fire === null) return;
  const { nominal, mark } = decision.fire;
  const missed = outcomes.missed(schedule.id, single(nominal), `refused:${reason}`);
  const events = [...decision.before, mark === undefined ? missed : { ...missed, mark }, ...decision.after];
  try {
    await store.record([appendOf(schedule.id, state, events, now)]);
  } catch (error) {
    return failed([planned], error);
  }
  settled({ planned, events });
}
