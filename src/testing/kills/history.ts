import type { ChronumEvent } from '../../core/run/event.ts';

/** How often in a row an attempt may be lost before that counts as a failure. */
const LOST_TOO_OFTEN = 3;

/** What must hold of the history of any run that has ended, whatever happened to the processes that wrote it; each line is a breach. */
export function breachesOf(events: readonly ChronumEvent[]): string[] {
  const breaches: string[] = [];
  if (events.some((event, i) => event.seq !== i + 1)) breaches.push('its sequence numbers have gaps');
  if (events.at(-1)?.type !== 'run.finished') breaches.push(`it ends with ${events.at(-1)?.type}`);
  if (events.filter(({ type }) => type === 'run.finished').length > 1) breaches.push('it ends more than once');
  const created = events[0];
  const onLost = new Map(
    created?.type === 'run.created' ? created.plan.steps.map((step) => [step.id, step.onLost] as const) : [],
  );
  const states = new Map<string, string>();
  const succeeded = new Set<string>();
  /** Attempts lost in a row by step and branch, and those whose loss nothing has followed yet. */
  const lostInARow = new Map<string, number>();
  const unhandled = new Map<string, string>();
  let owners = 0;
  let cancelled = false;

  for (const event of events) {
    if (event.type === 'run.owner-changed') owners++;
    if (event.type === 'run.cancel-requested') cancelled = true;
    if (!('stepId' in event) || event.stepId === undefined) continue;
    const { stepId } = event;
    if (event.type.startsWith('step.') || event.type === 'retry.scheduled') {
      for (const key of unhandled.keys()) if (key.startsWith(`${stepId} `)) unhandled.delete(key);
    }
    if (!event.type.startsWith('attempt.') || !('attempt' in event)) continue;
    const branch = `${stepId} ${event.branch}`;
    const key = `${branch} ${event.attempt}`;
    if (event.type === 'attempt.started') {
      if (succeeded.has(stepId)) breaches.push(`${stepId} ran again after it had succeeded`);
      if (states.has(key)) breaches.push(`${key} started twice`);
      if (unhandled.get(branch) === 'fail') breaches.push(`${key} started although its loss is a failure`);
      unhandled.delete(branch);
      states.set(key, 'running');
      continue;
    }
    if (event.type === 'attempt.spawned') continue;
    if (states.get(key) !== 'running') breaches.push(`${key}: ${event.type} while it was ${states.get(key)}`);
    states.set(key, event.type);
    if (event.type === 'attempt.succeeded') succeeded.add(stepId);
    if (event.type !== 'attempt.lost') {
      lostInARow.delete(branch);
      continue;
    }
    const inARow = (lostInARow.get(branch) ?? 0) + 1;
    lostInARow.set(branch, inARow);
    // Steps of groups say nothing of their own in these flows.
    const planned = (stepId.includes('/') ? undefined : onLost.get(stepId.split('[')[0] ?? '')) ?? 'rerun';
    unhandled.set(branch, planned === 'fail' || inARow >= LOST_TOO_OFTEN ? 'fail' : 'rerun');
    if (event.reason === 'owner-died' && owners === 0)
      breaches.push(`${key} was lost with its owner, and nobody took over`);
  }
  for (const [key, state] of states) if (state === 'running') breaches.push(`${key} has no end`);
  if (!cancelled) for (const key of unhandled.keys()) breaches.push(`${key} was lost, and nothing came of it`);
  return breaches;
}
