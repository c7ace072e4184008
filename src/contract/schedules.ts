import { z } from 'zod';
import type { Json } from '../core/base/json.ts';
import { json, runStatus } from './models.ts';
import { file, workspace } from './paths.ts';

/** Instants of schedules are whole milliseconds since the Unix epoch: screens compute with thousands of them. */
const instant = z.number().int().min(-62_135_596_800_000).max(253_402_300_799_999);
const scheduleId = z.string().min(1).max(400);
const scheduleIds = z.array(scheduleId).max(10_000);
const zoneName = z.string().min(1).max(100);

const outcome = z.enum(['fired', 'skipped', 'merged', 'deferred', 'missed']);

/** Keyed by `nominal`; `fireAt` is later by the jitter. */
const occurrence = z.object({ nominal: instant, fireAt: instant });

export const pauseTarget = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('all') }),
  z.object({ scope: z.literal('label'), label: z.string().min(1).max(200) }),
  z.object({ scope: z.literal('schedule'), scheduleId }),
]);
export type PauseTarget = z.infer<typeof pauseTarget>;

/**
 * `waiting`: a fire is held back (`waiting` of the row says by what). `ended`: nothing will be due again. `off`: `enabled: false`.
 * `not-armed`: nobody has seen the trigger in its present form. `not-trusted`: its workspace is restricted. `invalid`: `problem`
 * says why.
 */
export const scheduleState = z.enum([
  'active',
  'waiting',
  'paused',
  'not-armed',
  'not-trusted',
  'off',
  'ended',
  'invalid',
]);
export type ScheduleState = z.infer<typeof scheduleState>;

/** The form of a trigger: its YAML text, and what it says in words. */
const triggerForm = z.object({ source: z.string(), words: z.string() });

/** One trigger of one flow file. */
export const scheduleRow = z.object({
  id: scheduleId,
  workspace: z.string(),
  file: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  labels: z.array(z.string()).readonly(),
  /** Place in the flow's list of triggers. */
  index: z.number(),
  triggerId: z.string(),
  type: z.string(),
  ...triggerForm.shape,
  /** By which its wall times count; `ownZone` when the trigger names it. */
  zone: zoneName,
  ownZone: z.boolean(),
  state: scheduleState,
  problem: z.string().nullable(),
  next: occurrence.nullable(),
  last: z.object({ nominal: instant, runId: z.string(), status: runStatus.nullable() }).nullable(),
  /** How many runs it has made, of at most so many. */
  runs: z.number(),
  maxRuns: z.number().nullable(),
  waiting: z.object({ since: instant, reason: z.string() }).nullable(),
  pausedBy: z.array(pauseTarget).readonly(),
  /**
   * Present while it is not armed: the form that fired before (null for a new one) and the one that would fire, written alike, and
   * what `arm` has to be told was seen.
   */
  pending: z.object({ before: triggerForm.nullable(), after: triggerForm, seen: z.string() }).nullable(),
});
export type ScheduleRow = z.infer<typeof scheduleRow>;

/** The process that fires schedules; null while there is none. */
export const schedulesOwner = z.object({ kind: z.enum(['app', 'daemon', 'terminal']), isThis: z.boolean() }).nullable();
export type SchedulesOwner = z.infer<typeof schedulesOwner>;

export const scheduleOverview = z.object({
  rows: z.array(scheduleRow).readonly(),
  pauses: z.array(pauseTarget).readonly(),
  owner: schedulesOwner,
  localZone: zoneName,
});
export type ScheduleOverview = z.infer<typeof scheduleOverview>;

/** The first item of a stream has every row (`reset`); later ones those that changed, and the ids of those that are gone. */
export const scheduleChange = z.object({
  reset: z.boolean(),
  ...scheduleOverview.shape,
  gone: z.array(scheduleId).readonly(),
});

export const ledgerQuery = z.object({
  scheduleIds: scheduleIds.optional(),
  outcomes: z.array(outcome).optional(),
  /** Rows that touch this span of nominal instants. */
  from: instant.optional(),
  to: instant.optional(),
  limit: z.number().int().min(1).max(500).default(100),
  before: z.number().int().optional(),
});

export const ledgerRow = z.object({
  number: z.number(),
  scheduleId,
  /** Null when the flow of the schedule is not there any more. */
  flowName: z.string().nullable(),
  outcome,
  reason: z.string(),
  /** The first and the last nominal instant of neighbours with the same outcome and reason, and how many they are. */
  first: instant,
  last: instant,
  count: z.number(),
  runId: z.string().nullable(),
  runStatus: runStatus.nullable(),
  /** Of merged ones: the nominal instant that they became part of. */
  into: instant.nullable(),
  /** When it was decided. */
  at: instant,
});
export type LedgerRow = z.infer<typeof ledgerRow>;
export const ledgerPage = z.object({ rows: z.array(ledgerRow).readonly(), next: z.number().nullable() });

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a day such as 2026-03-29');

/** An occurrence as a clock in the schedule's zone shows it. */
export const localOccurrence = z.object({
  ...occurrence.shape,
  /** `2026-03-29T03:00:00.000`, with the offset from UTC at that instant: `+02:00`. */
  wall: z.string(),
  offset: z.string(),
  /** The clocks show this time for the second time. */
  repeated: z.boolean(),
  /** So many wall times did not exist when the clocks went forward, from the first to the last: this fires for them. */
  gap: z.object({ count: z.number(), first: z.string(), last: z.string() }).nullable(),
  /** Where it would have been, had `except` not moved it. */
  movedFrom: instant.nullable(),
});
export type LocalOccurrence = z.infer<typeof localOccurrence>;

const clockChange = z.object({ at: instant, before: z.string(), after: z.string() });

export const agendaQuery = z.object({
  from: day,
  days: z.number().int().min(1).max(62),
  /** By which days begin and end; null for each schedule's own. */
  zone: zoneName.nullable().default(null),
  /** So many occurrences of a schedule are listed a day; all are counted. */
  listed: z.number().int().min(0).max(100).default(24),
  scheduleIds: scheduleIds.optional(),
});

export const agendaDay = z.object({
  day,
  entries: z
    .array(
      z.object({ scheduleId, zone: zoneName, count: z.number(), occurrences: z.array(localOccurrence).readonly() }),
    )
    .readonly(),
  /** By zone of schedules that are shown. */
  changes: z.array(z.object({ zone: zoneName, ...clockChange.shape })).readonly(),
});
export type AgendaDay = z.infer<typeof agendaDay>;

export const previewQuery = z.object({
  /** From now on, if not given. */
  from: instant.optional(),
  to: instant,
  scheduleIds: scheduleIds.optional(),
});

/** What becomes of instants that are due, as the ledger would say it. */
export const previewRow = z.object({
  outcome,
  reason: z.string(),
  first: instant,
  last: instant,
  count: z.number(),
  /** Of fires: when it starts, and when its run is expected to end. */
  at: instant,
  /** Also null for a run that never begins, or waits until the end. */
  end: instant.nullable(),
  /** What the flow's own `concurrency` does to the run: it has to wait, never begins, or is cut off by a newer one. */
  held: z.enum(['queued', 'skipped', 'cancelled']).nullable(),
});
export type PreviewRow = z.infer<typeof previewRow>;

export const previewLane = z.object({
  scheduleId,
  rows: z.array(previewRow).readonly(),
  fires: z.number(),
  /** Too many to follow one by one: only counted. `overlaps` when runs are expected to last longer than from one to the next. */
  dense: z.object({ count: z.number(), everyMs: z.number(), overlaps: z.boolean() }).nullable(),
  zone: zoneName,
  /** How long a run is taken to last, and whether earlier runs say so. */
  runMs: z.number(),
  measured: z.boolean(),
});
export type PreviewLane = z.infer<typeof previewLane>;

export const preview = z.object({
  from: instant,
  to: instant,
  /** How far was looked: earlier than `to` when there was too much to follow. */
  until: instant,
  lanes: z.array(previewLane).readonly(),
  changes: z.array(z.object({ zone: zoneName, ...clockChange.shape })).readonly(),
});
export type Preview = z.infer<typeof preview>;

export const armRequest = z.object({
  triggers: z
    .array(z.object({ scheduleId, seen: z.string().max(200) }))
    .min(1)
    .max(10_000),
});

export const backfillRequest = z
  .object({ scheduleId, from: instant, to: instant, dryRun: z.boolean() })
  .refine(({ from, to }) => from <= to, 'it ends before it begins');

export const backfillOutcome = z.object({
  instants: z.array(z.object({ ...localOccurrence.shape, runId: z.string().nullable() })).readonly(),
  /** How many are in the range; the first of them are listed. */
  count: z.number(),
  /** How many of them have a run already, and are left out. */
  present: z.number(),
  /** How many runs are made, one after the other. */
  started: z.number(),
});
export type BackfillOutcome = z.infer<typeof backfillOutcome>;

/** A trigger as it would stand in a flow file. */
const triggerSource = z.record(z.string().max(100), json) as z.ZodType<Readonly<Record<string, Json>>>;

export const describeRequest = z.object({
  trigger: triggerSource,
  /** For a trigger that names none; the machine's own, if not given. */
  zone: zoneName.optional(),
  count: z.number().int().min(1).max(100).default(10),
  /** Occurrences after this; after now, if not given. */
  after: instant.optional(),
  /** The flow it is of: files of `except` and parameters are looked up there. */
  workspace: workspace.optional(),
  file: file.optional(),
  /** The schedule it is, if there is one already: years and anchors count from when that was first seen. */
  scheduleId: scheduleId.optional(),
  /** By which `H` and jitter spread. */
  flowName: z.string().max(1_000).default(''),
});

export const describedTrigger = z.object({
  /** Null when it cannot be read. */
  words: z.string().nullable(),
  zone: zoneName,
  /** Of a trigger that fires by the clock. */
  next: z.array(localOccurrence).readonly(),
  /** `path` is inside the trigger: `['calendar', 'hour']`. */
  problems: z.array(z.object({ path: z.string(), message: z.string() })).readonly(),
});
export type DescribedTrigger = z.infer<typeof describedTrigger>;
