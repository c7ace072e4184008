import { client } from '../../shared/client/client.ts';
import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';
import type { LogTerminal } from './create-terminal.ts';
import type { AttemptKey } from './log-session.ts';
import { applyColors } from './terminal-theme.ts';

/** Keys that are typed close together travel together. */
const GATHER_MS = 12;

/** Sends what is typed into the terminal to the process behind it, and its size. Returns a function that ends it. */
export function typeInto({ terminal }: LogTerminal, key: AttemptKey): () => void {
  let typed = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** One after the other: what is typed arrives in its order. */
  let sending: Promise<unknown> = Promise.resolve();
  let isOver = false;

  const send = (input: { text?: string; size?: { columns: number; rows: number } }) => {
    const command = { id: crypto.randomUUID(), key, ...input };
    sending = sending
      .then(() => (isOver ? undefined : client.runs.input(command)))
      .catch((error: unknown) => {
        if (!isOver) notify('warning', failureText(error, 'What was typed did not arrive'));
      });
  };
  const flush = () => {
    timer = undefined;
    if (typed !== '') send({ text: typed });
    typed = '';
  };
  const typing = terminal.onData((text) => {
    typed += text;
    timer ??= setTimeout(flush, GATHER_MS);
  });
  const sizing = terminal.onResize(({ cols, rows }) => send({ size: { columns: cols, rows } }));
  terminal.options.disableStdin = false;
  terminal.options.cursorBlink = true;
  applyColors(terminal);
  send({ size: { columns: terminal.cols, rows: terminal.rows } });
  return () => {
    isOver = true;
    clearTimeout(timer);
    typing.dispose();
    sizing.dispose();
    terminal.options.disableStdin = true;
    terminal.options.cursorBlink = false;
    applyColors(terminal);
  };
}
