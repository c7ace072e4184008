import { z } from 'zod';
import type { Diagnostic } from '../core/base/diagnostic.ts';
import type { Json } from '../core/base/json.ts';
import type { Flow } from '../core/flow/flow.ts';
import type { ChronumEvent } from '../core/run/event.ts';

/** Any JSON value, bounded by what a message may hold. */
export const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);

export const runStatus = z.enum([
  'queued',
  'running',
  'waiting',
  'paused',
  'interrupted',
  'succeeded',
  'failed',
  'cancelled',
  'skipped',
]);

const runTrigger = z.object({
  type: z.string(),
  id: z.string().optional(),
  scheduledAt: z.string().optional(),
  files: z.array(z.string()).readonly().optional(),
  data: json.optional(),
});

const runCounts = z.object({
  succeeded: z.number(),
  failed: z.number(),
  skipped: z.number(),
  cancelled: z.number(),
});

/** One row of the run list. Times are RFC 3339 UTC. */
export const runSummary = z.object({
  id: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  workspace: z.string(),
  file: z.string(),
  status: runStatus,
  reason: z.string().nullable(),
  trigger: runTrigger,
  labels: z.array(z.string()).readonly(),
  ownerId: z.string().nullable(),
  rerunOf: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  counts: runCounts,
  stepCount: z.number(),
  seq: z.number(),
  position: z.number(),
  pinned: z.boolean(),
});
export type RunRow = z.infer<typeof runSummary>;

/** Finding about a flow file; checked at its source (core/flow), so only its envelope is checked here. */
const diagnostic = z.custom<Diagnostic>((value) => typeof value === 'object' && value !== null && 'code' in value);

/** An event of the log; checked where it was made, so only its envelope is checked here. */
export const chronumEvent = z.custom<ChronumEvent>(
  (value) => typeof value === 'object' && value !== null && 'type' in value && 'seq' in value,
);

const flow = z.custom<Flow>((value) => typeof value === 'object' && value !== null && 'steps' in value);

export const workspaceRow = z.object({
  path: z.string(),
  /** The folder's name, for people. */
  name: z.string(),
  trusted: z.boolean(),
  openedAt: z.string(),
});
export type WorkspaceRow = z.infer<typeof workspaceRow>;

/** A file whose code is loaded once a person has let it: as it is, and as it was when it was armed. */
export const codeFile = z.object({
  /** Relative to the workspace, with `/`. */
  file: z.string(),
  state: z.enum(['armed', 'new', 'changed']),
  /** Of its text now: whoever arms it names what was seen. */
  hash: z.string(),
  text: z.string(),
  /** Null for a new one, and for one too large to be kept. */
  before: z.string().nullable(),
});
export type CodeFile = z.infer<typeof codeFile>;

export const flowRow = z.object({
  /** Relative to the workspace, with `/`. */
  file: z.string(),
  flowId: z.string(),
  /** Null while the file cannot be read as a flow. */
  name: z.string().nullable(),
  description: z.string().nullable(),
  labels: z.array(z.string()).readonly(),
  steps: z.number(),
  errors: z.number(),
  warnings: z.number(),
  lastRun: runSummary.nullable(),
});
export type FlowRow = z.infer<typeof flowRow>;

export const flowDocument = z.object({
  workspace: z.string(),
  file: z.string(),
  flowId: z.string(),
  text: z.string(),
  /** Hash of the bytes on disk: an edit names the revision it was made on. */
  revision: z.string(),
  flow: flow.nullable(),
  diagnostics: z.array(diagnostic).readonly(),
  /** Line (from 1) of each step by id. */
  lines: z.record(z.string(), z.number()),
  /** Why the file cannot be changed here, in words; null when it can. */
  locked: z.string().nullable(),
});
export type FlowDocument = z.infer<typeof flowDocument>;

/** A type of step, for whoever adds one. */
export const executorRow = z.object({
  name: z.string(),
  title: z.string(),
  /** One line. */
  description: z.string(),
  /** Name of an icon of the window's set. */
  icon: z.string(),
  takesScript: z.enum(['required', 'optional', 'no']),
  /** JSON Schema of `with`. */
  schema: json,
  /** Fields of `with` in which a secret may stand, as dotted paths with `*` for any key. */
  secretFields: z.array(z.string()).readonly(),
});
export type ExecutorRow = z.infer<typeof executorRow>;

/** Also of an instance, `test[os=linux]`, or of a step of a group, `test/lint`. */
export const stepId = z.string().min(1).max(2000);

export const attemptKey = z.object({
  runId: z.string().min(1).max(100),
  stepId,
  branch: z.string().min(1).max(200),
  attempt: z.number().int().positive(),
});

/** A piece of output: its bytes as printed, with where they lie in the log file. */
export const logPiece = z.object({
  offset: z.number(),
  at: z.number(),
  stream: z.enum(['stdout', 'stderr', 'system']),
  bytes: z.instanceof(Uint8Array),
});
export type LogPiece = z.infer<typeof logPiece>;

export const appInfo = z.object({
  version: z.string(),
  electron: z.string().nullable(),
  node: z.string(),
  platform: z.string(),
  /** What a person should know about this start: a database moved aside, an end-of-life runtime. */
  notices: z.array(z.string()).readonly(),
});

/** Something outside of the window asks it to show: a second start with a file, a notification, the tray. */
export const windowRequest = z.discriminatedUnion('show', [
  z.object({ show: z.literal('flow'), workspace: z.string(), file: z.string() }),
  z.object({ show: z.literal('run'), runId: z.string() }),
  /** Does what a command of the window does: an entry of the menu bar was chosen. */
  z.object({ show: z.literal('command'), command: z.string() }),
]);
export type WindowRequest = z.infer<typeof windowRequest>;
