import { client } from '../client/client.ts';
import { failureText } from '../stores/failure.ts';
import { notify } from '../stores/notices.ts';
import { restoreUnsaved, revert, useEditing } from './editing.ts';
import { type FileName, keepSession, keyOf, sessionOf } from './state.ts';

/** A change is kept this much later, so that not every letter is written to disk. */
const DELAY_MS = 400;
/** The file itself tells it as soon as it is opened. */
const UNKNOWN_REVISION = '';

interface Unsaved {
  readonly name: FileName;
  readonly base: string;
  readonly text: string;
}

/** What is kept outside of the window, by file. */
const kept = new Map<string, Unsaved>();
let timer: ReturnType<typeof setTimeout> | undefined;
let writing: Promise<void> | undefined;
let hasFailed = false;

/** Keeps the unsaved text of every flow where neither a crash nor a kill of the app reaches it. Returns a function that ends it. */
export function followUnsaved(): () => void {
  const stop = useEditing.subscribe(({ unsaved, text }, before) => {
    if (unsaved !== before.unsaved || text !== before.text) timer ??= setTimeout(() => void keepUnsaved(), DELAY_MS);
  });
  const leave = () => void keepUnsaved();
  addEventListener('pagehide', leave);
  return () => {
    stop();
    removeEventListener('pagehide', leave);
    clearTimeout(timer);
    timer = undefined;
  };
}

async function keepUnsaved(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  await writing;
  writing = writeChanges().finally(() => {
    writing = undefined;
  });
  await writing;
}

async function writeChanges(): Promise<void> {
  const unsaved = new Map(useEditing.getState().unsaved.map((name) => [keyOf(name), unsavedOf(name)] as const));
  try {
    for (const [key, now] of unsaved) {
      const before = kept.get(key);
      if (now === undefined || (now.text === before?.text && now.base === before.base)) continue;
      await client.drafts.keep({ ...now.name, base: now.base, text: now.text });
      kept.set(key, now);
    }
    for (const [key, { name }] of kept) {
      if (unsaved.has(key)) continue;
      await client.drafts.discard(name);
      kept.delete(key);
    }
    hasFailed = false;
  } catch (error) {
    // Told once, and tried again with the next change.
    if (!hasFailed) notify('error', failureText(error, 'Unsaved changes are not kept safe from a crash'));
    hasFailed = true;
  }
}

function unsavedOf(name: FileName): Unsaved | undefined {
  const session = sessionOf(name);
  return session && { name, base: session.base.text, text: session.text };
}

/** Takes up the unsaved texts that an earlier window left behind, before any file is opened. Returns a function that tells of them. */
export async function restoreDrafts(): Promise<() => void> {
  try {
    const drafts = await client.drafts.list();
    for (const { workspace, file, base, text } of drafts) {
      const name = { workspace, file };
      kept.set(keyOf(name), { name, base, text });
      restoreUnsaved(name, { base, revision: UNKNOWN_REVISION, text });
    }
    const names = drafts.map(({ workspace, file }) => ({ workspace, file }));
    return () => tellOf(names);
  } catch (error) {
    return () => notify('error', failureText(error, 'Unsaved changes of an earlier start cannot be read'));
  }
}

function tellOf(names: readonly FileName[]): void {
  const [first, ...more] = names;
  if (first === undefined) return;
  const text =
    more.length === 0
      ? `Unsaved changes of \`${first.file}\` were restored`
      : `Unsaved changes of ${names.length} flows were restored`;
  const details = more.length === 0 ? [] : names.map(({ file }) => file);
  notify('info', text, { details, action: { label: 'Discard', run: () => discard(names) } });
}

/** Gives up unsaved texts. That of the open file can be had back with an undo. */
function discard(names: readonly FileName[]): void {
  const { open } = useEditing.getState();
  for (const name of names) {
    if (open !== null && keyOf(open) === keyOf(name)) revert();
    else keepSession(name, undefined);
  }
}
