import type { FlowDocument } from '../../../contract/models.ts';
import { client } from '../client/client.ts';
import { follow } from '../client/follow.ts';
import { showDocument } from '../stores/document.ts';
import { readOptionsFor } from '../stores/step-types.ts';
import { loadEngine, loadedEngine } from './load-engine.ts';
import { createReader } from './reader.ts';
import { arrived, isDirty, openSession, type Session } from './session.ts';
import { type FileName, keepSession, keyOf, openFile, sessionOf, setReason, useEditing } from './state.ts';

const OPENING = 'The flow is still being opened';

let stop = () => {};
let followed: { readonly name: FileName; readonly first: Promise<void> } | undefined;
/** The open file as it was on disk last. */
let disk: FlowDocument | null = null;
/** The text that the shown document was read from. */
let readAs: string | null = null;

const reader = createReader(
  (text, options) => loadedEngine()!.readText(text, options),
  () => new Worker(new URL('./reading.worker.ts', import.meta.url), { type: 'module' }),
);

/** Opens a flow file and keeps in step with it. Resolves once its first state is there. */
export function followDocument(workspace: string, file: string | null): Promise<void> {
  const before = followed?.name;
  if (followed !== undefined && before?.workspace === workspace && before.file === file) return followed.first;
  stop();
  stop = () => {};
  followed = undefined;
  disk = null;
  readAs = null;
  reader.forget();
  const name = file === null ? null : { workspace, file };
  openFile(name);
  showDocument({ phase: name === null ? 'none' : 'loading', document: null, valid: null, drawn: null });
  setReason('locked', null);
  setReason('opening', OPENING);
  if (name === null) return Promise.resolve();
  const first = new Promise<void>((resolve) => {
    stop = follow({
      open: (signal) => client.flows.open(name, { signal }),
      onItem: ({ document }) => {
        if (followed?.name === name) takeFromDisk(name, document);
        resolve();
      },
      onRefused: () => {
        showDocument({ phase: 'gone', document: null });
        resolve();
      },
    });
  });
  followed = { name, first };
  return first;
}

/** Asks for the file as it is on disk now, when there is no time to wait for being told. */
export async function lookAtDisk(name: FileName): Promise<void> {
  const controller = new AbortController();
  try {
    for await (const { document } of await client.flows.open(name, { signal: controller.signal })) {
      takeFromDisk(name, document);
      break;
    }
  } finally {
    controller.abort();
  }
}

function takeFromDisk(name: FileName, document: FlowDocument | null): void {
  const isOpen = followed?.name !== undefined && keyOf(followed.name) === keyOf(name);
  const session = sessionOf(name);
  const next = nextSession(session, document);
  if (isOpen) {
    disk = document ?? disk;
    setReason('locked', document?.locked ?? null);
    // What is on disk is shown first; what it takes to change it comes after.
    void loadEngine().then(
      () => followed?.name !== undefined && keyOf(followed.name) === keyOf(name) && setReason('opening', null),
    );
  }
  keepSession(name, next.session, next.edits);
  if (!isOpen) return;
  readAs = null;
  if (next.session === undefined) showDocument({ phase: 'gone', document: null });
  else showText(next.session.text);
}

function nextSession(session: Session | undefined, document: FlowDocument | null) {
  if (document === null) {
    // Changes that nobody else has outlive their file: saving makes it again.
    const keeps = session !== undefined && isDirty(session);
    return { session: keeps ? { ...session, base: { ...session.base, revision: null } } : undefined, edits: null };
  }
  const onDisk = { text: document.text, revision: document.revision };
  return session === undefined ? { session: openSession(onDisk), edits: null } : arrived(session, onDisk);
}

/** Every change of the text is shown at once: as read by the studio when it is what is on disk, else as read here. */
useEditing.subscribe(({ text }, before) => {
  if (text !== null && text !== before.text && text !== readAs) showText(text);
});

function showText(text: string): void {
  if (disk === null) return;
  readAs = text;
  const { open } = useEditing.getState();
  const revision = (open && sessionOf(open)?.base.revision) ?? disk.revision;
  const from = { ...disk, revision };
  if (text === disk.text && disk.flow !== null) {
    reader.forget();
    showDocument({ phase: 'ready', document: from });
    return;
  }
  if (disk.locked !== null) {
    // Only the studio can read it: it is a program, or no text.
    showDocument({ phase: 'ready', document: from });
    return;
  }
  if (loadedEngine() === undefined) {
    void loadEngine().then(() => readAs === text && showText(text));
    return;
  }
  reader.read(text, readOptionsFor(disk.file), ({ drawn, flow, diagnostics, lines }) => {
    showDocument({ phase: 'ready', document: { ...from, text, flow, diagnostics, lines }, reading: drawn });
  });
}
