import { spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Node gives a child sockets for its output, and a socket cannot be opened by name: `echo x > /dev/stderr` fails in a script.
 * A named pipe can, and costs less. So a few are made in a private folder and lent to one step after the other.
 */
export interface PipePool {
  /** Null when there is none left: the step gets a socket then. */
  take(): StepPipe | null;
  close(): void;
}

export interface StepPipe {
  /** For the child; to be closed with `started` once it has a copy. */
  readonly childFile: number;
  readonly reader: Socket;
  started(): void;
}

const FIRST_COUNT = 32;
const MOST = 1024;

export function createPipePool(): PipePool {
  if (process.platform === 'win32') return { take: () => null, close: () => {} };
  let folder: string | null = null;
  let made = 0;
  let growing = false;
  let closed = false;
  const free: string[] = [];

  const grow = (count: number): void => {
    if (growing || closed || made >= MOST) return;
    growing = true;
    try {
      folder ??= mkdtempSync(join(tmpdir(), 'chronum-pipes-'));
    } catch {
      return;
    }
    const paths = Array.from({ length: count }, (_, i) => join(folder as string, String(made + i)));
    const maker = spawn('mkfifo', ['-m', '600', ...paths], { stdio: 'ignore' });
    maker.on('error', () => {});
    maker.on('exit', (code) => {
      if (code !== 0) return;
      growing = false;
      made += count;
      free.push(...paths);
      if (closed) remove();
    });
  };
  const remove = (): void => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  };
  grow(FIRST_COUNT);

  return {
    take: () => {
      const path = free.pop();
      if (path === undefined) {
        grow(Math.max(FIRST_COUNT, made));
        return null;
      }
      return openPipe(path, () => free.push(path));
    },
    close: () => {
      closed = true;
      remove();
    },
  };
}

function openPipe(path: string, giveBack: () => void): StepPipe | null {
  let readFile = -1;
  let childFile: number;
  try {
    // Without O_NONBLOCK this would wait for a writer; the writer's own end blocks, as programs expect.
    readFile = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    childFile = openSync(path, constants.O_WRONLY);
  } catch {
    if (readFile >= 0) closeSync(readFile);
    return null;
  }
  const reader = new Socket({ fd: readFile, readable: true, writable: false });
  // Only an end of file proves that nobody else can write into the pipe any more.
  let ended = false;
  reader.once('end', () => {
    ended = true;
  });
  reader.once('close', () => {
    if (ended) giveBack();
  });
  return { childFile, reader, started: () => closeSync(childFile) };
}
