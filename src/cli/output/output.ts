import { stripVTControlCharacters } from 'node:util';
import { createStyle, type Style } from './style.ts';

type Stream = NodeJS.WriteStream;

export interface Output {
  /** How to paint what goes to each. */
  readonly style: Style;
  readonly errorStyle: Style;
  /** Text or bytes for standard output. Resolves once there is room for more. */
  write(text: string | Uint8Array): Promise<void>;
  line(text: string): Promise<void>;
  /** A value as JSON on a line of its own. */
  json(value: unknown): Promise<void>;
  /** A line for standard error. */
  complain(text: string): void;
  /** True once nobody reads standard output any more. */
  isClosed(): boolean;
}

/** Standard output and error of this process. A reader that goes away (`chronum list | head`) is no error. */
export function createOutput(
  environment: Readonly<Record<string, string | undefined>>,
  out: Stream = process.stdout,
  err: Stream = process.stderr,
): Output {
  let isClosed = false;
  let room: Promise<void> | undefined;
  const close = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    isClosed = true;
  };
  out.on('error', close);
  err.on('error', () => undefined);

  const write = async (text: string | Uint8Array): Promise<void> => {
    if (isClosed || out.write(text)) return;
    room ??= new Promise((resolve) => {
      const done = () => {
        room = undefined;
        resolve();
      };
      out.once('drain', done);
      out.once('error', done);
    });
    await room;
  };

  return {
    style: createStyle(out, environment),
    errorStyle: createStyle(err, environment),
    write,
    line: (text) => write(`${text}\n`),
    json: (value) => write(`${JSON.stringify(value)}\n`),
    complain: (text) => void err.write(`${text}\n`),
    isClosed: () => isClosed,
  };
}

/** A line that a step printed, with its colours only where ours are shown, and never what moves the cursor. */
export function stepLine(text: string, { isOn }: Style): string {
  // Progress bars overwrite their line: what stood there last is what a person would see.
  const shown = text.slice(text.replace(/\r+$/, '').lastIndexOf('\r') + 1).replace(/\r+$/, '');
  if (!isOn) return stripVTControlCharacters(shown);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for
  return shown.replace(/\u001b\[[0-9;?]*[A-HJKSTfhlnsu]|\u001b[\]P][^\u0007\u001b]*(?:\u0007|\u001b\\)/g, '');
}
