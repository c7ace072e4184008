import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { KeyValueStore, WorkspaceStore } from '../ports/workspace-store.ts';
import { CONFIG_FILE, findFlowFiles, isScriptFile } from './workspaces/flow-files.ts';

/** A file whose code would run by itself, and is not as a person has last seen it. */
export interface CodeChange {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  readonly state: 'new' | 'changed';
  readonly text: string;
  /** As it was when it was armed; null for a new one, and for one too large to keep. */
  readonly before: string | null;
}

/** A file of code as it is now, with what tells whether it is still the same. */
export interface CodeFile {
  readonly file: string;
  readonly state: 'armed' | 'new' | 'changed';
  readonly hash: string;
  readonly text: string;
  /** As it was when it was armed; null for a new one, and for one too large to keep. */
  readonly before: string | null;
}

/** Which code of a workspace a person has let run: configuration, plug-ins, TypeScript flows, and the local files that they import. */
export interface CodeTrust {
  /** Null when the code may run, else why not. */
  refusal(workspace: string, path: string): Promise<string | null>;
  /** A person has named this very file to be run, in this process. */
  allow(path: string): void;
  pending(workspace: string): Promise<CodeChange[]>;
  /** Everything that would be loaded, armed or not. */
  list(workspace: string): Promise<CodeFile[]>;
  /**
   * A person has seen files in the form that the hashes name, and lets them run. Answers the files that are in another form now, or
   * that were not seen; none is armed then.
   */
  armSeen(workspace: string, seen: ReadonlyMap<string, string>): Promise<readonly string[]>;
  /** A person has seen the files as they are now and lets them run. */
  arm(workspace: string): Promise<readonly string[]>;
}

interface Parts {
  readonly workspaces: Pick<WorkspaceStore, 'get'>;
  readonly keyValues: KeyValueStore;
}

interface Armed {
  readonly hash: string;
  readonly text?: string;
}

/** Texts above this are only compared. */
const KEPT_CHARACTERS = 64 * 1024;
const MOST_FILES = 2_000;

export function createCodeTrust({ workspaces, keyValues }: Parts): CodeTrust {
  const allowed = new Set<string>();
  const keyOf = (workspace: string) => `armed-code/${workspace}`;
  const armedIn = (workspace: string): Readonly<Record<string, Armed>> =>
    JSON.parse(keyValues.get(keyOf(workspace)) ?? '{}') as Record<string, Armed>;

  const codeOf = async (workspace: string): Promise<Map<string, string>> => {
    const config = join(workspace, CONFIG_FILE);
    const scripts = (await findFlowFiles(workspace)).filter(isScriptFile).map((file) => join(workspace, file));
    return withImports(existsSync(config) ? [config, ...scripts] : scripts);
  };

  const remember = (workspace: string, code: ReadonlyMap<string, string>): string[] => {
    const armed: Record<string, Armed> = {};
    for (const [path, text] of code) {
      const kept = text.length <= KEPT_CHARACTERS ? { text } : {};
      armed[within(workspace, path)] = { hash: hashOf(text), ...kept };
    }
    keyValues.set(keyOf(workspace), JSON.stringify(armed));
    return Object.keys(armed);
  };

  const list = async (workspace: string): Promise<CodeFile[]> => {
    const armed = armedIn(workspace);
    return [...(await codeOf(workspace))].map(([path, text]): CodeFile => {
      const file = within(workspace, path);
      const hash = hashOf(text);
      const known = armed[file];
      const state = known === undefined ? 'new' : known.hash === hash ? 'armed' : 'changed';
      return { file, state, hash, text, before: known?.text ?? null };
    });
  };

  return {
    list,
    async armSeen(workspace, seen) {
      const code = await codeOf(workspace);
      const armed = armedIn(workspace);
      const other = [...code].flatMap(([path, text]) => {
        const file = within(workspace, path);
        const hash = hashOf(text);
        return armed[file]?.hash === hash || seen.get(file) === hash ? [] : [file];
      });
      if (other.length === 0) remember(workspace, code);
      return other;
    },
    async refusal(workspace, path) {
      if (allowed.has(path)) return null;
      const file = within(workspace, path);
      if (workspaces.get(workspace)?.trusted !== true) {
        return `${file} is code, and ${workspace} is restricted: look at it, then run \`chronum trust ${workspace}\` or trust the workspace`;
      }
      const armed = armedIn(workspace);
      for (const [part, text] of await withImports([path])) {
        const known = armed[within(workspace, part)];
        if (known?.hash === hashOf(text)) continue;
        const what = known === undefined ? 'is new' : 'has changed';
        const which = part === path ? file : `${within(workspace, part)}, which ${file} imports,`;
        return `${which} ${what} and runs nothing until you have seen it: \`chronum trust ${workspace}\``;
      }
      return null;
    },
    allow: (path) => void allowed.add(path),
    pending: async (workspace) =>
      (await list(workspace)).flatMap(({ file, state, text, before }) =>
        state === 'armed' ? [] : [{ file, state, text, before }],
      ),
    arm: async (workspace) => remember(workspace, await codeOf(workspace)),
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const within = (workspace: string, path: string): string => relative(workspace, path).split(sep).join('/');

/** Relative modules that a text names: in imports, exports and calls of `import`, and plug-ins of a configuration. */
const LOCAL = /['"](\.{1,2}\/[^'"\n]+)['"]/g;

/** The texts of these files and of all local ones that they name, by path. Packages are as they were installed. */
async function withImports(paths: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const waiting = [...paths];
  for (let path = waiting.pop(); path !== undefined && texts.size < MOST_FILES; path = waiting.pop()) {
    if (texts.has(path)) continue;
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    texts.set(path, text);
    if (!/\.[cm]?[jt]s$/.test(path)) continue;
    for (const [, name = ''] of text.matchAll(LOCAL)) waiting.push(resolve(dirname(path), name));
  }
  return texts;
}
