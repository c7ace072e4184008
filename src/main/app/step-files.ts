import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
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

/** Private folders of attempts below `root`, one each, readable by this user alone. */
export function createScratch(root: string): EngineParts['scratch'] {
  return {
    folder({ runId, stepId, branch, attempt }) {
      // Ids of steps may be long and hold any character.
      const name = createHash('sha256').update(`${stepId}\0${branch}\0${attempt}`).digest('hex').slice(0, 20);
      const folder = join(root, `${runId}.${name}`);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    remove: (folder) => rm(folder, { recursive: true, force: true }),
  };
}
