import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { draft, keptDraft } from './drafts.ts';
import { dryRunOutcome, dryRunRequest } from './dry-run.ts';
import { editedFlow, flowEdit } from './edits.ts';
import { finding, health } from './health.ts';
import {
  logPage,
  logPageQuery,
  logSearchProgress,
  logSearchQuery,
  mergedPieces,
  printedFile,
  usageSample,
  webAddress,
} from './logs.ts';
import { menuBar } from './menu.ts';
import {
  appInfo,
  attemptKey,
  chronumEvent,
  codeFile,
  executorRow,
  flowDocument,
  flowRow,
  json,
  logPiece,
  runSummary,
  stepId,
  windowRequest,
  workspaceRow,
} from './models.ts';
import { file, workspace } from './paths.ts';
import {
  commandId,
  exportRequest,
  flowStatistics,
  flowStatisticsRequest,
  logSearchItem,
  logSearchRequest,
  retentionLimits,
  retentionPreview,
  runFacets,
  runFilter,
  runId,
  runIds,
} from './runs.ts';
import {
  agendaDay,
  agendaQuery,
  armRequest,
  backfillOutcome,
  backfillRequest,
  describedTrigger,
  describeRequest,
  ledgerPage,
  ledgerQuery,
  pauseTarget,
  preview,
  previewQuery,
  scheduleChange,
  scheduleOverview,
} from './schedules.ts';
import { protectRequest, secretName, secretsOverview, secretValue, unlockRequest } from './secrets.ts';
import { settings, settingsChange, settingsFile } from './settings.ts';
import { template } from './templates.ts';

/**
 * Everything the renderer (later a browser or an SDK) may ask of the studio. Inputs are validated where they arrive.
 * Streams carry positions and resume from one, so that a reload or a lost connection loses nothing.
 */

const errors = {
  NOT_FOUND: { message: 'There is no such thing (any more).' },
  NOT_TRUSTED: { message: 'This workspace is restricted: trust it first.' },
  INVALID: { message: 'The flow cannot run as it is.', data: z.object({ problems: z.array(z.string()) }) },
  CONFLICT: { message: 'The file changed on disk in between.', data: z.object({ revision: z.string() }) },
  UNAVAILABLE: { message: 'The store cannot take this now.' },
} as const;

const base = oc.errors(errors);
const secretsBase = base.errors({
  SECRETS_UNAVAILABLE: {
    message: 'The secrets cannot be read now.',
    data: z.object({ why: z.enum(['locked', 'unprotected', 'damaged', 'io']) }),
  },
});

export const contract = {
  app: {
    info: base.output(appInfo),
    /** Opens a link of the product (https only) or a folder of a workspace in the system's own program. */
    reveal: base.input(z.object({ workspace, file })).output(z.void()),
    /** Opens a flow file, at a line, in the person's own editor. */
    openInEditor: base.input(z.object({ workspace, file, line: z.number().int().min(1).nullable() })).output(z.void()),
    /** What the window is asked to show, each once: what was asked for while nobody followed comes first. */
    requests: base.output(eventIterator(windowRequest)),
    /** Tells what the menu bar is to offer. A click on an entry comes back as a request. */
    setMenu: base.input(menuBar).output(z.void()),
  },
  settings: {
    get: base.output(settings),
    set: base.input(settingsChange).output(settings),
    watch: base.output(eventIterator(settings)),
    /** The file that they are kept in, at once and again whenever something about it changes. */
    file: base.output(eventIterator(settingsFile)),
    /** Opens the file in the person's editor; made if need be. */
    openFile: base.output(z.void()),
  },
  secrets: {
    list: secretsBase.output(secretsOverview),
    set: secretsBase.input(z.object({ name: secretName, value: secretValue })).output(secretsOverview),
    remove: secretsBase.input(z.object({ name: secretName })).output(secretsOverview),
    unlock: secretsBase.input(unlockRequest).output(z.object({ opened: z.boolean(), secrets: secretsOverview })),
    /** Adds a way to open the store, in place of an earlier one of its kind. */
    protect: secretsBase.input(protectRequest).output(secretsOverview),
  },
  health: {
    get: base.output(health),
    /** Looks at all that runs need, one finding a thing. */
    check: base.output(eventIterator(finding)),
    /** All of it as a text to be sent to somebody, without secrets. */
    diagnostics: base.output(z.object({ text: z.string() })),
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
    /** The code of a folder that would be loaded by itself: configuration, plug-ins, TypeScript flows, and what they import. */
    code: base.input(z.object({ workspace })).output(z.object({ files: z.array(codeFile).readonly() })),
    /** Lets code run in the form that a person has seen. CONFLICT when a file has another form now, or is new; none is armed then. */
    armCode: base
      .input(
        z.object({
          workspace,
          seen: z
            .array(z.object({ file: z.string().max(4096), hash: z.string().max(200) }))
            .max(10_000)
            .readonly(),
        }),
      )
      .output(z.void()),
  },
  flows: {
    /** The flows of a workspace, at once and again whenever files or last runs change. */
    watch: base.input(z.object({ workspace })).output(eventIterator(z.object({ flows: z.array(flowRow) }))),
    /** One flow file, at once and again whenever it changes on disk; null while it is gone. */
    open: base
      .input(z.object({ workspace, file }))
      .output(eventIterator(z.object({ document: flowDocument.nullable() }))),
    /**
     * Changes fields of a flow file and leaves every other byte: all of the edits or none. CONFLICT when the file is not what
     * `revision` names; INVALID when an edit cannot be made or would bring an error into the file. A dry run writes nothing, and
     * lists such errors in place of refusing.
     */
    edit: base
      .input(
        z.object({
          workspace,
          file,
          revision: z.string().max(200),
          edits: z.array(flowEdit).min(1).max(1_000),
          dryRun: z.boolean().default(false),
        }),
      )
      .output(editedFlow),
    /** How the runs of a flow went: outcomes, days, and the steps that take longest. */
    stats: base.input(flowStatisticsRequest).output(flowStatistics),
    /** What a run would do, in which order and with what, without running anything. INVALID with what keeps it from running. */
    dryRun: base.input(dryRunRequest).output(dryRunOutcome),
    /**
     * Writes a whole flow file, with errors in it or not. CONFLICT when the file is not what `revision` names, or when it is null (a
     * new file) and there is one already.
     */
    save: base
      .input(
        z.object({
          workspace,
          file,
          revision: z.string().max(200).nullable(),
          text: z.string().max(8 * 1024 * 1024),
        }),
      )
      .output(z.object({ revision: z.string() })),
    /** A new flow, from a template or from next to nothing. INVALID when there is such a file or such a name already. */
    create: base
      .input(z.object({ workspace, file, name: z.string().min(1).max(200), template: z.string().max(200).nullable() }))
      .output(z.object({ file: z.string() })),
  },
  templates: {
    /** Flows to begin with. */
    list: base.output(z.array(template).readonly()),
  },
  /** Unsaved texts, kept by main so that they outlive a crash of the window or of the whole app. */
  drafts: {
    list: base.output(z.array(draft)),
    keep: base.input(keptDraft).output(z.void()),
    discard: base.input(z.object({ workspace, file })).output(z.void()),
  },
  executors: {
    /** The types of steps that flows of a workspace may have, and the frames that its plug-ins add. */
    list: base
      .input(z.object({ workspace }))
      .output(z.object({ executors: z.array(executorRow).readonly(), frames: z.array(z.string()).readonly() })),
  },
  triggers: {
    /** When a trigger would fire next, or what is wrong with it: for a form that is being filled in. */
    describe: base.input(describeRequest).output(describedTrigger),
  },
  schedules: {
    /** Every trigger that fires by itself, of all workspaces, whether it may fire now or not. */
    list: base.output(scheduleOverview),
    watch: base.output(eventIterator(scheduleChange)),
    /** What became of every instant that was due, newest first. */
    ledger: base.input(ledgerQuery).output(ledgerPage),
    pause: base.input(pauseTarget).output(z.void()),
    /** False when there was no such pause. */
    resume: base.input(pauseTarget).output(z.object({ resumed: z.boolean() })),
    /** What is due on some days to come. */
    agenda: base.input(agendaQuery).output(z.object({ days: z.array(agendaDay).readonly() })),
    /** What would become of everything that is due until `to`: the scheduler itself, on a clock that is moved ahead. */
    preview: base.input(previewQuery).output(preview),
    /** Lets triggers fire in the form that a person has seen. CONFLICT when one has another form now; none is armed then. */
    arm: base.input(armRequest).output(z.void()),
    /** Runs for instants of the past that have none. A dry run only lists them. */
    backfill: base.input(backfillRequest).output(backfillOutcome),
  },
  runs: {
    start: base
      .input(
        z.object({
          workspace,
          file,
          params: z.record(z.string(), json).optional(),
          maxParallel: z.number().int().min(1).max(1000).optional(),
          /** Ids of the steps to run; the others are skipped, and count as succeeded for those that need them. */
          only: z.array(stepId).min(1).max(10_000).optional(),
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
            z.object({ kind: z.literal('from'), stepId }),
            z.object({ kind: z.literal('only'), stepIds: z.array(stepId).min(1).max(10_000).readonly() }),
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
          filter: runFilter.default({}),
          limit: z.number().int().min(1).max(500).default(100),
          before: z.string().max(100).optional(),
        }),
      )
      .output(z.object({ runs: z.array(runSummary), next: z.string().nullable() })),
    /** How many there are, counted up to `most`. */
    count: base
      .input(z.object({ filter: runFilter.default({}), most: z.number().int().min(1).max(1_000_000) }))
      .output(z.object({ count: z.number() })),
    /** What runs can be chosen by: flows with their latest outcomes, labels, triggers. */
    facets: base.output(runFacets),
    get: base.input(z.object({ runId })).output(runSummary),
    /** Summaries as they change, of all runs or of one flow, and ids of removed ones. Says nothing at the start: list first. */
    watch: base
      .input(z.object({ flowId: z.string().optional() }))
      .output(eventIterator(z.object({ runs: z.array(runSummary), removed: z.array(z.string()) }))),
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
    /**
     * Types into the pseudo-terminal of an attempt, or tells it its size, whichever process runs it. INVALID when it has no
     * terminal. For one that is over, nothing happens.
     */
    input: base
      .input(
        z.object({
          id: commandId,
          key: attemptKey,
          text: z.string().max(65_536).optional(),
          size: z
            .object({ columns: z.number().int().min(1).max(1_000), rows: z.number().int().min(1).max(1_000) })
            .optional(),
        }),
      )
      .output(z.object({ accepted: z.boolean() })),
    /** Asks the owners of many runs to cancel them; those that have ended are passed over. */
    cancel: base
      .input(
        z.object({
          commands: z
            .array(z.object({ id: commandId, runId }))
            .min(1)
            .max(10_000),
        }),
      )
      .output(z.object({ accepted: z.number() })),
    /** Removes finished runs with their logs. Those that have not finished are refused; unknown ones are passed over. */
    delete: base
      .input(z.object({ runIds }))
      .output(z.object({ removed: z.array(z.string()), refused: z.array(z.string()) })),
    /** Keeps runs from being cleared away, or no longer. */
    pin: base.input(z.object({ runIds, pinned: z.boolean() })).output(z.void()),
    /** Looks for text in the logs of many runs, newest first, and tells as it finds. INVALID for a broken expression. */
    search: base.input(logSearchRequest).output(eventIterator(logSearchItem)),
    /** Writes a list of runs where the system's dialog says; null when the person changed their mind. */
    export: base.input(exportRequest).output(z.object({ path: z.string(), runs: z.number() }).nullable()),
  },
  /** What of the history is kept. Flow files may say it for themselves; the rest is in the settings. */
  retention: {
    /** What these limits would clear away now. */
    preview: base.input(retentionLimits).output(retentionPreview),
    /** Clears away what the settings say, now rather than within the hour. */
    apply: base.output(z.object({ removed: z.number() })),
  },
  logs: {
    /** Output of an attempt from byte `from` on (negative: from the end), live while it runs. Resume with the next offset. */
    follow: base
      .input(z.object({ key: attemptKey, from: z.number().int() }))
      .output(eventIterator(z.object({ pieces: z.array(logPiece).readonly(), end: z.boolean() }))),
    /** A part of the output, from anywhere in it: one item, since bytes travel in streams alone. */
    read: base.input(logPageQuery).output(eventIterator(logPage)),
    /** What the processes of an attempt took so far, and take while they run. Begins anew when opened again. */
    usage: base
      .input(z.object({ key: attemptKey }))
      .output(eventIterator(z.object({ samples: z.array(usageSample).readonly() }))),
    /** Looks through the whole log on disk, and tells how far it is. INVALID for a broken regular expression. */
    search: base.input(logSearchQuery).output(eventIterator(logSearchProgress)),
    /** The output of all attempts of a run in the order of time, live while it runs. Begins anew when opened again. */
    merged: base.input(z.object({ runId })).output(eventIterator(mergedPieces)),
    /** Asks the person for a file and writes the whole log to it; null when they changed their mind. */
    save: base.input(z.object({ key: attemptKey })).output(z.object({ path: z.string().nullable() })),
    /** Opens a file that a step's output speaks of, with the system's program for it. Only of the run's own workspace. */
    openFile: base.input(printedFile).output(z.void()),
    /** Opens a web address that a step has printed in the person's browser. */
    openLink: base.input(z.object({ url: webAddress })).output(z.void()),
  },
};

export type Contract = typeof contract;
