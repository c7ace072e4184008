import { z } from 'zod';
import { attemptKey, runStatus, runSummary } from './models.ts';
import { workspace } from './paths.ts';

export const runId = z.string().min(1).max(100);
export const commandId = z.string().min(8).max(100);

/** As many as one selection of the list may hold. */
export const runIds = z.array(runId).min(1).max(10_000);

export const runFilter = z
  .object({
    flowId: z.string().max(200),
    workspace,
    status: z.array(runStatus).max(20),
    triggerType: z.string().max(100),
    label: z.string().max(200),
    /** Found in flow name, file or run id. */
    text: z.string().max(200),
    /** RFC 3339 UTC with milliseconds. */
    from: z.iso.datetime({ precision: 3 }),
    to: z.iso.datetime({ precision: 3 }),
    pinned: z.literal(true),
  })
  .partial();
export type RunFilter = z.infer<typeof runFilter>;

/** Instants are milliseconds since the Unix epoch. */
const runOutcome = z.object({
  id: z.string(),
  status: runStatus,
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
});

const runFlow = z.object({
  flowId: z.string(),
  flowName: z.string(),
  workspace: z.string(),
  file: z.string(),
  /** Newest first. */
  recent: z.array(runOutcome).readonly(),
});
export type RunFlowRow = z.infer<typeof runFlow>;

export const runFacets = z.object({
  flows: z.array(runFlow).readonly(),
  labels: z.array(z.string()).readonly(),
  triggers: z.array(z.string()).readonly(),
});
export type RunFacets = z.infer<typeof runFacets>;

export const flowStatisticsRequest = z.object({
  flowId: z.string().max(200),
  /** Where days begin, rising; the last one is where the last day ends. Only the person's own calendar knows them. */
  days: z.array(z.number().int()).min(2).max(400),
});

export const flowStatistics = z.object({
  flowId: z.string(),
  recent: z.array(runOutcome).readonly(),
  days: z
    .array(
      z.object({
        start: z.number(),
        succeeded: z.number(),
        failed: z.number(),
        cancelled: z.number(),
        other: z.number(),
        succeededMs: z.number(),
      }),
    )
    .readonly(),
  slowest: z
    .array(z.object({ stepId: z.string(), runs: z.number(), median: z.number(), longest: z.number() }))
    .readonly(),
  /** How many finished runs the slowest steps are of. */
  slowestOf: z.number(),
});
export type FlowStatistics = z.infer<typeof flowStatistics>;

export const exportRequest = z.object({
  format: z.enum(['json', 'csv']),
  filter: runFilter.default({}),
  /** Only these, whatever the filter. */
  runIds: runIds.optional(),
});

/** What is kept; 0: no limit. */
export const retentionLimits = z.object({
  /** Runs of each flow. */
  keepRuns: z.number().int().min(0).max(1_000_000),
  keepDays: z.number().int().min(0).max(36_500),
  /** What all logs may take together. */
  keepLogMegabytes: z.number().int().min(0).max(100_000_000),
  keepFailedRuns: z.boolean(),
});
export type RetentionLimits = z.infer<typeof retentionLimits>;

export const retentionPreview = z.object({
  runs: z.number(),
  bytes: z.number(),
  /** What all logs take now. */
  logBytes: z.number(),
  flows: z
    .array(
      z.object({
        flowId: z.string(),
        /** Null when nothing of it is known any more. */
        flowName: z.string().nullable(),
        runs: z.number(),
        bytes: z.number(),
        /** The flow file says itself what is kept. */
        own: z.boolean(),
      }),
    )
    .readonly(),
});
export type RetentionPreview = z.infer<typeof retentionPreview>;

export const logSearchRequest = z.object({
  text: z.string().min(1).max(1_000),
  regex: z.boolean().default(false),
  caseSensitive: z.boolean().default(false),
  filter: runFilter.default({}),
});

const logHit = z.object({
  key: attemptKey,
  /** From 1. */
  lineNumber: z.number(),
  /** The line, or of a long one the part around the match. */
  line: z.string(),
  /** Where in `line` the match begins, from 0, and how long it is, in UTF-16 units. */
  column: z.number(),
  length: z.number(),
  /** Byte offset of the line in the log. */
  lineOffset: z.number(),
});
export type LogHit = z.infer<typeof logHit>;

export const logSearchItem = z.object({
  hits: z.array(logHit).readonly(),
  /** Those of the hits that were not told before. */
  runs: z.array(runSummary).readonly(),
  /** How far the search has come. */
  searchedRuns: z.number(),
  searchedBytes: z.number(),
  totalRuns: z.number(),
  /** Set on the last item: all was searched, or there was more than anybody reads. */
  end: z.enum(['all', 'limit']).nullable(),
});
export type LogSearchItem = z.infer<typeof logSearchItem>;
