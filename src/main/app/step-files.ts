import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { describeTrigger } from '../../core/run/describe-trigger.ts';
import type { EngineParts } from '../engine/create-engine.ts';

/** How the engine reaches the files that a flow names. */
export const stepFiles: EngineParts['files'] = {
  resolve,
  dirname,
  async readDotenv(path) {
    try {
      return { ...parseEnv(await readFile(path, 'utf8')) } as Record<string, string>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  },
};

/**
 * Private files and folders of attempts in `root`, readable by this user alone. They are made and removed in place: handing a file of
 * a few bytes to another thread costs many times what it takes to write it.
 */
export function createScratch(root: string): EngineParts['scratch'] {
  // Another process may have left files of the same run.
  const ours = randomBytes(6).toString('hex');
  let count = 0;
  let isMade = false;
  return ({ runId }) => {
    const prefix = join(root, `${runId}.${ours}-${count++}`);
    const files: string[] = [];
    let folder: string | undefined;
    const makeRoot = () => {
      if (!isMade) mkdirSync(root, { recursive: true, mode: 0o700 });
      isMade = true;
    };
    return {
      file: (name) => {
        makeRoot();
        const path = `${prefix}-${name}`;
        files.push(path);
        return path;
      },
      folder: () => {
        if (folder === undefined) mkdirSync(prefix, { recursive: true, mode: 0o700 });
        folder ??= prefix;
        return folder;
      },
      remove: async () => {
        for (const path of files) rmSync(path, { recursive: true, force: true });
        if (folder !== undefined) await rm(folder, { recursive: true, force: true });
      },
    };
  };
}

/** Files in `root` that tell steps what fired their run, one a run. */
export function createTriggerFiles(root: string): EngineParts['triggerFiles'] {
  const ours = randomBytes(6).toString('hex');
  const paths = new Map<string, string>();
  return {
    of(runId, trigger) {
      const known = paths.get(runId);
      if (known !== undefined) return known;
      const path = join(root, `${runId}.${ours}-0-trigger.json`);
      mkdirSync(root, { recursive: true, mode: 0o700 });
      writeFileSync(path, JSON.stringify(describeTrigger(trigger)), { mode: 0o600 });
      paths.set(runId, path);
      return path;
    },
    remove(runId) {
      const path = paths.get(runId);
      if (path !== undefined) rmSync(path, { force: true });
      paths.delete(runId);
    },
  };
}

/** The run to which an entry of the scratch folder belongs, or null for what is none of ours. */
export const runOfScratch = (name: string): string | null => /^(.+)\.[0-9a-f]{12}-\d+(?:-.+)?$/.exec(name)?.[1] ?? null;
