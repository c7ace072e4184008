import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FlowReading, readFlow } from '../core/flow/read.ts';
import { readOptionsFor } from '../main/app/read-options.ts';
import type { Studio } from '../main/app/studio.ts';
import { CONFIG_FILE, isScriptFile } from '../main/app/workspaces/flow-files.ts';
import { workspaceOf } from '../main/app/workspaces/workspace-of.ts';
import { builtInExecutors } from '../main/executors/registry.ts';
import type { Context } from './context.ts';
import { openStudio } from './open-studio.ts';

export interface FlowReader {
  /** Reads a flow file; diagnostics carry `name`. A program is run for it: to name the file is to trust it. */
  read(path: string, name: string): Promise<FlowReading>;
  close(): Promise<void>;
}

/** Reads files by themselves; a studio is opened only for programs, and for workspaces with plug-ins. */
export function createFlowReader(context: Context): FlowReader {
  const options = readOptionsFor(builtInExecutors());
  let opened: Promise<Studio> | undefined;

  return {
    async read(path, name) {
      const { workspace, file } = workspaceOf(path, []);
      if (!isScriptFile(path) && !existsSync(join(workspace, CONFIG_FILE))) {
        return readFlow(await readFile(path, 'utf8'), { ...options, file: name });
      }
      opened ??= openStudio(context);
      const studio = await opened;
      studio.code.allow(path);
      const found = await studio.cache.read(workspace, file);
      if (found === null) throw new Error(`${name} cannot be read`);
      const diagnostics = found.reading.diagnostics.map((diagnostic) => ({ ...diagnostic, file: name }));
      return { ...found.reading, diagnostics };
    },
    async close() {
      await (await opened)?.close();
    },
  };
}
