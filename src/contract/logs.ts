import { z } from 'zod';
import { attemptKey, logPiece } from './models.ts';

/**
 * Bytes `from` on up to `to`, which is not included; a negative `from` counts from the end. At most 4 MiB come at once. With `until`, the
 * log is read as it was at that instant (milliseconds since the epoch).
 */
export const logPageQuery = z.object({
  key: attemptKey,
  from: z.number().int(),
  to: z.number().int().min(0).optional(),
  until: z.number().optional(),
});

export const logPage = z.object({
  pieces: z.array(logPiece).readonly(),
  /** Of the whole log, in bytes, when it was read; with `until`, at that instant. */
  size: z.number(),
});
export type LogPage = z.infer<typeof logPage>;

export const logSearchQuery = z.object({
  key: attemptKey,
  text: z.string().min(1).max(1_000),
  regex: z.boolean().default(false),
  caseSensitive: z.boolean().default(false),
});

export const logMatch = z.object({
  /** Byte offset of the match, and of the start of its line. */
  offset: z.number(),
  lineOffset: z.number(),
  /** From 1. */
  lineNumber: z.number(),
  /** The line, or of a very long one the part around the match. */
  line: z.string(),
  /** Where in `line` the match begins, from 0, and how long it is, in UTF-16 units. */
  column: z.number(),
  length: z.number(),
});
export type LogMatch = z.infer<typeof logMatch>;

export const logSearchProgress = z.object({
  /** Those found since the last item, in order. */
  matches: z.array(logMatch).readonly(),
  /** Bytes looked at so far, of so many. */
  scanned: z.number(),
  size: z.number(),
  /** There are more matches than are told. */
  isCut: z.boolean(),
});
export type LogSearchProgress = z.infer<typeof logSearchProgress>;

/** The output of one attempt, among those of its run. */
export const logSource = z.object({ stepId: z.string(), branch: z.string(), attempt: z.number() });
export type LogSource = z.infer<typeof logSource>;

/** A part of the output of a whole run, in the order of time. */
export const mergedPieces = z.object({
  /** Attempts that came to have output: pieces name them by their place in the list of all that were told. */
  sources: z.array(logSource).readonly(),
  pieces: z.array(z.object({ source: z.number(), ...logPiece.shape })).readonly(),
  /** Bytes at the beginnings of logs that are left out. */
  skipped: z.number(),
  /** The run is over, and this was all of it. */
  end: z.boolean(),
});
export type MergedPieces = z.infer<typeof mergedPieces>;

/** A file that a step's output speaks of: as it is printed, relative to the workspace of the run or absolute. */
export const printedFile = z.object({ runId: z.string().min(1).max(100), path: z.string().min(1).max(4_096) });
export const webAddress = z.url({ protocol: /^https?$/ }).max(4_096);

/** What the processes of an attempt took, each half second while they ran; of a long one, fewer. */
export const usageSample = z.object({
  at: z.number(),
  /** Processor time so far, in milliseconds. */
  cpuMs: z.number(),
  /** Bytes of resident memory. */
  memory: z.number(),
  processes: z.number(),
});
