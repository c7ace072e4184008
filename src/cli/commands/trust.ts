import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { openStudio } from '../open-studio.ts';

export interface TrustOptions {
  /** Only show what is new or changed. */
  readonly show: boolean;
  readonly json: boolean;
}

/** Trusts a workspace with the code that it has now: its configuration, plug-ins and TypeScript flows. */
export async function trust(folder: string, { show, json }: TrustOptions, context: Context): Promise<ExitCode> {
  const { output, cwd } = context;
  const workspace = resolve(cwd, folder);
  if (!(await stat(workspace).catch(() => null))?.isDirectory()) throw new UsageError(`${folder} is not a folder`);
  const studio = await openStudio(context);
  try {
    const changes = await studio.code.pending(workspace);
    if (!show) {
      const { workspaces } = studio.store;
      workspaces.opened(workspace, new Date().toISOString());
      workspaces.setTrusted(workspace, true);
      await studio.code.arm(workspace);
    }
    if (json)
      await output.json({ workspace, trusted: studio.store.workspaces.get(workspace)?.trusted === true, changes });
    else {
      for (const { file, state, text } of changes) {
        const lines = text.trimEnd().split('\n').length;
        await output.line(`${state === 'new' ? '+' : '~'} ${file} (${state}, ${lines} lines)`);
      }
      if (changes.length === 0) await output.line('No code is new or changed.');
      if (!show) await output.line(`${workspace} is trusted, and its code may run as it is now.`);
    }
    return EXIT.succeeded;
  } finally {
    await studio.close();
  }
}
