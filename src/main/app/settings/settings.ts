import { mkdirSync, readFileSync, unwatchFile, watchFile } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { changedSettings } from '../../../contract/changed-settings.ts';
import { type Settings, type SettingsChange, settings as settingsSchema } from '../../../contract/settings.ts';
import { readShortcuts } from '../../../contract/shortcuts.ts';
import type { Json } from '../../../core/base/json.ts';
import { nearest } from '../../../core/base/nearest.ts';
import { readObject, setMember, setNested } from './jsonc.ts';

const FILE = 'settings.json';
const KEYS = Object.keys(settingsSchema.shape) as (keyof Settings)[];
const NEW_FILE = '{\n}\n';
const WATCH_MS = 1_000;

export interface SettingsFile {
  get(): Settings;
  /** Sets some of them, and writes those into the file; all else in it stays as it is. */
  set(changes: SettingsChange): Promise<Settings>;
  /** Where they are kept; the file may not be there yet. */
  readonly path: string;
  /** False when the file cannot be changed without losing what is in it; a notice says why. */
  isWritable(): boolean;
  /** Makes an empty file where there is none, so that a person can write into it. */
  ensureFile(): Promise<void>;
  /** What is wrong with the file, in words for a person. */
  notices(): readonly string[];
  /** Called when any of them changes, also by an editor. Returns a function that ends it. */
  subscribe(listener: (settings: Settings) => void): () => void;
  close(): void;
}

interface Reading {
  readonly settings: Settings;
  readonly notices: readonly string[];
  /** False when the file cannot be changed without losing what is in it. */
  readonly isWritable: boolean;
}

/**
 * The settings of this user: a file that a person may edit, with comments. A value that is unknown or wrong is named in a
 * notice and counts as not there; the file itself is never given up.
 */
export function openSettings(dataFolder: string): SettingsFile {
  const path = join(dataFolder, FILE);
  const listeners = new Set<(settings: Settings) => void>();
  let current = read(path);
  let writing: Promise<unknown> = Promise.resolve();

  const change = (next: Reading) => {
    const isChanged = !isDeepStrictEqual(next, current);
    current = next;
    if (isChanged) for (const listener of listeners) listener(next.settings);
  };
  const reread = () => change(read(path));
  watchFile(path, { interval: WATCH_MS, persistent: false }, reread);

  const store = async (changes: SettingsChange) => {
    if (!current.isWritable) {
      change({ ...current, settings: changedSettings(current.settings, changes) });
      return;
    }
    await write(path, changes);
    reread();
  };

  return {
    path,
    isWritable: () => current.isWritable,
    get: () => current.settings,
    async set(changes) {
      const done = writing.then(() => store(changes));
      writing = done.catch(() => undefined);
      await done;
      return current.settings;
    },
    async ensureFile() {
      if (textOf(path) !== undefined) return;
      writing = writing.then(() => write(path, {}));
      await writing;
    },
    notices: () => current.notices,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => unwatchFile(path, reread),
  };
}

function read(path: string): Reading {
  const text = textOf(path);
  if (text === undefined) return { settings: settingsSchema.parse({}), notices: [], isWritable: true };
  const object = readObject(text);
  if (!object.ok) {
    const line = text.slice(0, object.error.offset).split('\n').length;
    const notice = `${path}:${line}: ${object.error.message}. The usual settings are used, and changes are not kept, until the file is mended or removed.`;
    return { settings: settingsSchema.parse({}), notices: [notice], isWritable: false };
  }
  const notices: string[] = [];
  const values: Record<string, unknown> = {};
  for (const { key, value } of object.value.members) {
    const problem = problemWith(key, value);
    if (problem) notices.push(`${path}: ${problem}`);
    else values[key] = value;
    if (key === 'shortcuts' && !problem) notices.push(...wrongShortcuts(value as Settings['shortcuts'], path));
  }
  return { settings: settingsSchema.parse(values), notices, isWritable: true };
}

function problemWith(key: string, value: unknown): string | undefined {
  if (!KEYS.includes(key as keyof Settings)) {
    const guess = nearest(key, KEYS);
    return `\`${key}\` is not a setting${guess ? `: did you mean \`${guess}\`?` : ' and has no effect.'}`;
  }
  const field = settingsSchema.shape[key as keyof Settings];
  if (field.safeParse(value).success) return undefined;
  const fallback = JSON.stringify(field.parse(undefined));
  return `\`${key}\` must be ${allowedBy(field.unwrap())}, not ${JSON.stringify(value)}; ${fallback} is used.`;
}

/** A shortcut that cannot be read leaves its command without one. Which commands there are, the window knows. */
const wrongShortcuts = (shortcuts: Settings['shortcuts'], path: string): readonly string[] =>
  Object.entries(shortcuts).flatMap(([id, keys]) => {
    const read = readShortcuts(keys);
    return read.ok ? [] : [`${path}: the shortcut of \`${id}\` cannot be read: ${read.error.message}.`];
  });

/** What a setting may be, in words. */
function allowedBy(type: z.ZodType): string {
  if (type instanceof z.ZodEnum) return `one of ${type.options.map((option) => `"${option}"`).join(', ')}`;
  if (type instanceof z.ZodRecord) return 'an object of texts';
  if (type instanceof z.ZodNumber) return `a whole number from ${type.minValue} to ${type.maxValue}`;
  return type instanceof z.ZodBoolean ? 'true or false' : 'a list of texts';
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes beside the file and renames, so that nobody ever reads half of it. */
async function write(path: string, changes: SettingsChange): Promise<void> {
  let text = textOf(path) ?? NEW_FILE;
  for (const key of KEYS) {
    const value = changes[key];
    if (value === undefined) continue;
    const isNested = typeof value === 'object' && !Array.isArray(value);
    const changed = isNested
      ? setNested(text, key, value as Readonly<Record<string, string | null>>)
      : setMember(text, key, value as Json);
    if (!changed.ok) throw new Error(`${path}: ${changed.error.message}`);
    text = changed.value;
  }
  const temporary = `${path}.${process.pid}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
