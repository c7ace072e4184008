import type { ChronumEvent, NewEvent } from '../../core/run/event.ts';
import type { Plan } from '../../core/run/plan.ts';

/** An event as its row holds it; `stream` is the name. */
export interface EventRow {
  readonly stream: string;
  readonly seq: number;
  readonly position: number;
  readonly at: number;
  readonly type: string;
  readonly data: string;
}

const RUN_PREFIX = 'run:';

export const runIdOfStream = (stream: string): string | null =>
  stream.startsWith(RUN_PREFIX) ? stream.slice(RUN_PREFIX.length) : null;

/** What goes into the column `data`. A plan is replaced by the number under which it is stored. */
export function encodeData(event: NewEvent, storePlan: (plan: Plan) => number): string {
  if (event.type === 'run.created') {
    const { at: _at, type: _type, runId: _runId, plan, ...rest } = event;
    return JSON.stringify({ ...rest, plan: storePlan(plan) });
  }
  const { at: _at, type: _type, runId: _runId, ...rest } = event as NewEvent & { readonly runId?: string };
  return JSON.stringify(rest);
}

/** Like `encodeData` where the stream does not tell the run, so that the event must. */
export function encodeDataWithRun(event: NewEvent): string {
  const { at: _at, type: _type, ...rest } = event;
  return JSON.stringify(rest);
}

export function decodeEvent(row: EventRow, readPlan: (id: number) => Plan): ChronumEvent {
  const { stream, seq, position, type } = row;
  const event: Record<string, unknown> = { stream, seq, position, at: instantToText(row.at), type };
  const runId = runIdOfStream(stream);
  if (runId !== null) event.runId = runId;
  Object.assign(event, JSON.parse(row.data));
  if (type === 'run.created') event.plan = readPlan(event.plan as number);
  // The log holds only what `append` was given.
  return event as unknown as ChronumEvent;
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
