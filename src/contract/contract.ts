import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import {
  appInfo,
  attemptKey,
  chronumEvent,
  flowDocument,
  flowRow,
  json,
  logPiece,
  runStatus,
  runSummary,
  settings,
  settingsChange,
  windowRequest,
  workspaceRow,
} from './models.ts';

/**
 * Everything the renderer (later a browser or an SDK) may ask of the studio. Inputs are validated where they arrive.
 * Streams carry positions and resume from one, so that a reload or a lost connection loses nothing.
 */
const file = z
  .string()
  .min(1)
  .max(4096)
  .refine(
    (path) => !path.split(/[\\/]/).includes('..') && !/^([\\/]|[A-Za-z]:)/.test(path),
    'a path inside the workspace',
  );
const workspace = z.string().min(1).max(4096);
const runId = z.string().min(1).max(100);
const commandId = z.string().min(8).max(100);

const errors = {
  NOT_FOUND: { message: 'There is no such thing (any more).' },
  NOT_TRUSTED: { message: 'This workspace is restricted: trust it first.' },
  INVALID: { message: 'The flow cannot run as it is.', data: z.object({ problems: z.array(z.string()) }) },
  CONFLICT: { message: 'The file changed on disk in between.', data: z.object({ revision: z.string() }) },
  UNAVAILABLE: { message: 'The store cannot take this now.' },
} as const;

const base = oc.errors(errors);

export const contract = {
  app: {
    info: base.output(appInfo),
    /** Opens a link of the product (https only) or a folder of a workspace in the system's own program. */
    reveal: base.input(z.object({ workspace, file })).output(z.void()),
    /** What the window is asked to show, each once: what was asked for while nobody followed comes first. */
    requests: base.output(eventIterator(windowRequest)),
  },
  settings: {
    get: base.output(settings),
    set: base.input(settingsChange).output(settings),
    watch: base.output(eventIterator(settings)),
  },
  /** Small state of the window (dividers, tabs), kept by main because the renderer has no storage of its own. */
  layout: {
    get: base.input(z.object({ key: z.string().max(200) })).output(json),
    set: base.input(z.object({ key: z.string().max(200), value: json })).output(z.void()),
  },
  workspaces: {
    list: base.output(z.array(workspaceRow)),
    /** Asks the person for a folder with the system's dialog; null when they changed their mind. */
    choose: base.output(workspaceRow.nullable()),
    open: base.input(z.object({ workspace })).output(workspaceRow),
    trust: base.input(z.object({ workspace, trusted: z.boolean() })).output(workspaceRow),
  },
  flows: {
    /** The flows of a workspace, at once and again whenever files or last runs change. */
    watch: base.input(z.object({ workspace })).output(eventIterator(z.object({ flows: z.array(flowRow) }))),
    /** One flow file, at once and again whenever it changes on disk; null while it is gone. */
    open: base
      .input(z.object({ workspace, file }))
      .output(eventIterator(z.object({ document: flowDocument.nullable() }))),
  },
  runs: {
    start: base
      .input(
        z.object({
          workspace,
          file,
          params: z.record(z.string(), json).optional(),
          maxParallel: z.number().int().min(1).max(1000).optional(),
        }),
      )
      .output(z.object({ runId })),
    /** A new run in the place of a finished one; what need not run again is taken over with its outputs. */
    rerun: base
      .input(
        z.object({
          runId,
          scope: z.discriminatedUnion('kind', [
            z.object({ kind: z.literal('all') }),
            z.object({ kind: z.literal('failed') }),
            z.object({ kind: z.literal('from'), stepId: z.string().min(1).max(2000) }),
          ]),
          params: z.record(z.string(), json).optional(),
          /** The flow as it is on disk now, in place of what was recorded. */
          edited: z.boolean().optional(),
        }),
      )
      .output(z.object({ runId })),
    list: base
      .input(
        z.object({
          filter: z
            .object({
              flowId: z.string(),
              workspace,
              status: z.array(runStatus),
              triggerType: z.string(),
              label: z.string(),
              text: z.string().max(200),
              from: z.string(),
              to: z.string(),
            })
            .partial()
            .default({}),
          limit: z.number().int().min(1).max(500).default(100),
          before: z.string().optional(),
        }),
      )
      .output(z.object({ runs: z.array(runSummary), next: z.string().nullable() })),
    get: base.input(z.object({ runId })).output(runSummary),
    /** Summaries as they change, of all runs or of one flow. Says nothing at the start: list first. */
    watch: base
      .input(z.object({ flowId: z.string().optional() }))
      .output(eventIterator(z.object({ runs: z.array(runSummary) }))),
    /** Events of a run after `afterSeq`, in batches, live until `run.finished`. Resume with the last `seq` seen. */
    events: base
      .input(z.object({ runId, afterSeq: z.number().int().min(0) }))
      .output(eventIterator(z.object({ events: z.array(chronumEvent).readonly(), live: z.boolean() }))),
    /** Asks the run's owner, whoever it is. The same `id` twice is asked once. */
    command: base
      .input(
        z.object({
          id: commandId,
          runId,
          kind: z.enum(['cancel', 'cancel-step', 'pause', 'resume', 'approve', 'reject', 'continue', 'input']),
          data: json.optional(),
        }),
      )
      .output(z.object({ accepted: z.boolean() })),
  },
  logs: {
    /** Output of an attempt from byte `from` on (negative: from the end), live while it runs. Resume with the next offset. */
    follow: base
      .input(z.object({ key: attemptKey, from: z.number().int() }))
      .output(eventIterator(z.object({ pieces: z.array(logPiece).readonly(), end: z.boolean() }))),
  },
};

export type Contract = typeof contract;
