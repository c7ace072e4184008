import { createHash } from 'node:crypto';
import { open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type FlowReading, type ReadOptions, readFlow } from '../../../core/flow/read.ts';
import { readFlowScript, type ScriptResult } from '../../../core/flow/script/read-flow-script.ts';
import { codecExtension, findFlowFiles, isScriptFile } from './flow-files.ts';

/** A flow file larger than this is no flow; reading it would hold up the window. */
export const LARGEST_BYTES = 8 * 1024 * 1024;

export interface FlowFile {
  readonly text: string;
  /** Hash of the bytes on disk. */
  readonly revision: string;
  readonly reading: FlowReading;
  /** Names the file on its disk over a rename. */
  readonly inode: string;
}

export interface FlowCache {
  /** The file as it is on disk now; null when it is not there or does not lie in the workspace. */
  read(workspace: string, file: string): Promise<FlowFile | null>;
  /** The flow files of a workspace, in the formats that it can read. */
  files(workspace: string): Promise<string[]>;
}

/** What of a workspace is code. Without it scripts are not evaluated, and there are no plug-ins. */
export interface WorkspaceCode {
  /** Brings the plug-ins of the workspace up to date. */
  ensure(workspace: string): Promise<void>;
  /** Rises when plug-ins came or went: what was read before may read otherwise now. */
  generation(): number;
  /** `path` is absolute. */
  evaluate(workspace: string, path: string): Promise<ScriptResult>;
  /** Readers of formats that plug-ins brought, by extension. */
  codecs(workspace: string): ReadonlyMap<string, (text: string, file: string) => Promise<ScriptResult>>;
}

const NO_CODE: WorkspaceCode = {
  ensure: async () => undefined,
  generation: () => 0,
  evaluate: async () => ({ ok: false, code: 'script-not-evaluated', message: 'scripts are not evaluated here' }),
  codecs: () => new Map(),
};

interface Entry {
  readonly stamp: string;
  /** What a script came to: kept by who evaluates it until something that it was made from changes. */
  readonly script: ScriptResult | null;
  readonly flowFile: FlowFile;
}

/** Reads flow files, each again only when its time, size or inode changed. */
export function createFlowCache(options: Omit<ReadOptions, 'file'>, code: WorkspaceCode = NO_CODE): FlowCache {
  const entries = new Map<string, Entry>();

  const decode = async (workspace: string, file: string, text: string): Promise<ScriptResult> => {
    const extension = codecExtension(file)!;
    const codec = code.codecs(workspace).get(extension);
    if (codec !== undefined) return codec(text, file);
    const message = `no plug-in of this workspace reads \`.chronum.${extension}\` files: name it in chronum.config.ts, and trust the folder with it`;
    return { ok: false, code: 'codec-missing', message };
  };

  return {
    async files(workspace) {
      await code.ensure(workspace);
      return findFlowFiles(workspace, [...code.codecs(workspace).keys()]);
    },

    async read(workspace, file) {
      const key = join(workspace, file);
      await code.ensure(workspace);
      const path = await pathWithin(workspace, key);
      const handle = path === null ? null : await open(path, 'r').catch(() => null);
      if (!handle) {
        entries.delete(key);
        return null;
      }
      try {
        const stat = await handle.stat({ bigint: true });
        if (!stat.isFile()) return null;
        const stamp = `${stat.mtimeNs} ${stat.size} ${stat.ino} ${code.generation()}`;
        const known = entries.get(key);
        const script = isScriptFile(file) ? await code.evaluate(workspace, key) : null;
        if (known?.stamp === stamp && known.script === script) return known.flowFile;
        const bytes = stat.size > LARGEST_BYTES ? Buffer.alloc(0) : await handle.readFile();
        const text = bytes.toString('utf8');
        const reading =
          stat.size > LARGEST_BYTES
            ? tooLarge(file, options)
            : script !== null
              ? readFlowScript(script, { ...options, file })
              : codecExtension(file) !== null
                ? readFlowScript(await decode(workspace, file, text), { ...options, file })
                : readFlow(text, { ...options, file });
        const revision = createHash('sha256').update(bytes).digest('hex');
        const flowFile: FlowFile = { text, revision, reading, inode: `${stat.dev}:${stat.ino}` };
        entries.set(key, { stamp, script, flowFile });
        return flowFile;
      } finally {
        await handle.close();
      }
    },
  };
}

/** The real path, unless links lead it out of the workspace. */
async function pathWithin(workspace: string, path: string): Promise<string | null> {
  try {
    const [folder, real] = await Promise.all([realpath(workspace), realpath(path)]);
    return real.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? real : null;
  } catch {
    return null;
  }
}

function tooLarge(file: string, options: Omit<ReadOptions, 'file'>): FlowReading {
  const reading = readFlow('', { ...options, file });
  const at = { line: 1, column: 1, endLine: 1, endColumn: 1, path: '' };
  const message = `this file is larger than ${LARGEST_BYTES / 1024 / 1024} MiB, which no flow may be`;
  return { ...reading, diagnostics: [{ code: 'too-large', severity: 'error', message, file, ...at }] };
}
