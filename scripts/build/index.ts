import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LogLevel } from 'vite';
import { inProject, projectRoot } from '../project.ts';
import { type Group, isFresh, readStamp, stampPath } from './freshness.mjs';
import { withLock } from './lock.ts';
import { buildGroup } from './targets.ts';

const ALL_GROUPS: readonly Group[] = ['app', 'terminal'];

export interface BuildRequest {
  readonly groups?: readonly Group[];
  /** Leave a group alone whose sources have not changed. */
  readonly onlyStale?: boolean;
  readonly logLevel?: LogLevel;
}

/** Brings `out/` up to date. Waits for a build of another process first; returns the groups that were built. */
export async function build({
  groups = ALL_GROUPS,
  onlyStale = false,
  logLevel = 'warn',
}: BuildRequest = {}): Promise<Group[]> {
  const wanted = () => groups.filter((group) => !onlyStale || !isFresh(projectRoot, group));
  if (wanted().length === 0) return [];
  return withLock(inProject('out', '.lock'), async () => {
    // The holder of the lock may just have built what was stale.
    const stale = wanted();
    const results = await Promise.allSettled(stale.map((group) => buildAndPublish(group, logLevel)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    return stale;
  });
}

async function buildAndPublish(group: Group, logLevel: LogLevel): Promise<void> {
  const staging = inProject('out', '.staging', group);
  const startedAt = Date.now();
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  try {
    await buildGroup(group, { outDir: staging, logLevel });
    publish(group, staging, startedAt);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Moves each new file over the old one by a rename: a program that starts meanwhile never reads half a file. */
function publish(group: Group, staging: string, startedAt: number): void {
  const files = filesBelow(staging);
  for (const file of files) {
    const target = inProject('out', file);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(staging, file), target);
  }
  const current = new Set(files);
  for (const file of readStamp(projectRoot, group)?.files ?? []) {
    if (!current.has(file)) rmSync(inProject('out', file), { force: true });
  }
  const stamp = stampPath(projectRoot, group);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ startedAt, files }, null, 1));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    options: { 'if-stale': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !ALL_GROUPS.includes(name as Group));
  if (unknown.length > 0) {
    process.stderr.write(`unknown part ${unknown.join(', ')}: the parts are ${ALL_GROUPS.join(' and ')}\n`);
    process.exit(2);
  }
  const begin = performance.now();
  try {
    const built = await build({
      groups: positionals.length > 0 ? (positionals as Group[]) : ALL_GROUPS,
      onlyStale: values['if-stale'],
    });
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    process.stderr.write(built.length > 0 ? `built ${built.join(' and ')} in ${seconds} s\n` : 'out/ is up to date\n');
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
