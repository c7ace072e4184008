import type { ChronumEvent, NewEvent } from '../../core/run/event.ts';
import type { Plan } from '../../core/run/plan.ts';

/** Events of one append as their row holds them; `stream` is the name. */
export interface EventRow {
  readonly stream: string;
  /** Number of the first. */
  readonly seq: number;
  readonly count: number;
  /** Position of the last. */
  readonly position: number;
  readonly at: number;
  readonly data: string;
}

/** An event without its place: what the JSON of a row holds for each. */
type Body = { readonly type: string; at?: string | undefined; runId?: string; plan?: unknown };

const RUN_PREFIX = 'run:';

export const runIdOfStream = (stream: string): string | null =>
  stream.startsWith(RUN_PREFIX) ? stream.slice(RUN_PREFIX.length) : null;

/**
 * The column `data` for events of one append. Instants equal to `at` are left out, and so is the run's id in the stream of a run.
 * A plan is replaced by the number under which it is stored.
 */
export function encodeEvents(
  events: readonly NewEvent[],
  { at, isOfRun, storePlan }: { at: string; isOfRun: boolean; storePlan: (plan: Plan) => number },
): string {
  const bodies = events.map((event) => {
    const { at: own, runId, ...rest } = event as Body;
    const body: Body = rest;
    if (own !== at) body.at = own;
    if (runId !== undefined && !isOfRun) body.runId = runId;
    if (event.type === 'run.created') body.plan = storePlan(event.plan);
    return body;
  });
  return JSON.stringify(bodies);
}

export function decodeEvents(row: EventRow, readPlan: (id: number) => Plan): ChronumEvent[] {
  const { stream, seq, count, position } = row;
  const runId = runIdOfStream(stream);
  const at = instantToText(row.at);
  return (JSON.parse(row.data) as Body[]).map((body, index) => {
    const place = { stream, seq: seq + index, position: position - count + 1 + index, at };
    const event = runId === null ? { ...place, ...body } : { ...place, runId, ...body };
    if (body.type === 'run.created') event.plan = readPlan(body.plan as number);
    // The log holds only what `append` was given.
    return event as unknown as ChronumEvent;
  });
}

export const instantToText = (instant: number): string => new Date(instant).toISOString();

let lastText = '';
let lastInstant = Number.NaN;

/** Milliseconds since the epoch of a text as `instantToText` writes it; any other form is a bug and throws. */
export function instantFromText(text: string): number {
  // Events that are ready together share their instant.
  if (text === lastText) return lastInstant;
  const instant = Date.parse(text);
  if (Number.isNaN(instant) || instantToText(instant) !== text) {
    throw new TypeError(`not an instant in UTC with milliseconds (2026-01-31T12:00:00.000Z): ${text}`);
  }
  lastText = text;
  lastInstant = instant;
  return instant;
}
