import { z } from 'zod';

const owner = z.object({
  id: z.string(),
  kind: z.enum(['app', 'terminal', 'daemon']),
  pid: z.number(),
  startedAt: z.string(),
  isThis: z.boolean(),
  /** Runs that it has not finished. */
  runs: z.number(),
  firesSchedules: z.boolean(),
});

const stepProcess = z.object({
  runId: z.string(),
  flowName: z.string(),
  stepId: z.string(),
  pid: z.number(),
  /** RFC 3339 UTC. */
  since: z.string(),
  ownerId: z.string().nullable(),
});

/** How the studio stands at one moment. */
export const health = z.object({
  at: z.string(),
  versions: z.array(z.object({ name: z.string(), version: z.string() })).readonly(),
  dataFolder: z.string(),
  /** With what is not yet merged into it. */
  database: z.object({ path: z.string(), bytes: z.number() }),
  /** `isWhole` is false when there are too many files to count in good time. */
  logs: z.object({ path: z.string(), bytes: z.number(), files: z.number(), isWhole: z.boolean() }),
  owners: z.array(owner).readonly(),
  processes: z.array(stepProcess).readonly(),
  /** Runs with so many events that their processes are not looked for. */
  runsNotLookedAt: z.number(),
  /** What the studio reported last, newest first. */
  reports: z.array(z.object({ at: z.string(), text: z.string() })).readonly(),
});
export type Health = z.infer<typeof health>;

/** One thing that was looked at. `broken`: nothing works, or what is stored is in danger. `limited`: some steps will not work. */
export const finding = z.object({
  check: z.string(),
  status: z.enum(['ok', 'limited', 'broken']),
  found: z.string(),
  fix: z.string().nullable(),
});
export type Finding = z.infer<typeof finding>;
