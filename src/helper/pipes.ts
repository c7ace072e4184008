import { spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Node gives a child sockets for its output, and a socket cannot be opened by name: `echo x > /dev/stderr` fails in a script.
 * A named pipe can, and costs less. So a few are made in a private folder and lent to one step after the other.
 */
export interface PipePool {
  /** Resolves once there are pipes to lend, or there will be none. */
  readonly ready: Promise<void>;
  /** Null where named pipes cannot be made: the step gets a socket then. */
  take(): Promise<StepPipe | null>;
  close(): void;
}

export interface StepPipe {
  readonly path: string;
  /** For the child; to be closed with `started` once it has a copy. */
  readonly childFile: number;
  readonly reader: Socket;
  started(): void;
}

const FIRST_COUNT = 32;
const FOLDER_PREFIX = 'chronum-pipes-';

export function createPipePool(): PipePool {
  if (process.platform === 'win32') {
    return { ready: Promise.resolve(), take: () => Promise.resolve(null), close: () => {} };
  }
  let folder: string | null = null;
  let made = 0;
  let closed = false;
  let growing: Promise<void> | null = null;
  const free: string[] = [];

  const remove = (): void => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  };
  /** Twice as many each time. When it cannot be done, the pool stays as it is. */
  const grow = async (): Promise<void> => {
    const count = Math.max(FIRST_COUNT, made);
    folder ??= mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
    const paths = Array.from({ length: count }, (_, i) => join(folder as string, String(made + i)));
    if (await makePipes(paths)) {
      made += count;
      free.push(...paths);
    }
    if (closed) remove();
  };
  const growOnce = (): Promise<void> => {
    growing ??= grow()
      .catch(() => {})
      .finally(() => {
        growing = null;
      });
    return growing;
  };

  const ready = growOnce();
  void ready.then(sweep);
  return {
    ready,
    take: async () => {
      for (;;) {
        const path = free.pop();
        if (path !== undefined) return openPipe(path, () => free.push(path));
        const before = made;
        await growOnce();
        if (made === before) return null;
      }
    },
    close: () => {
      closed = true;
      remove();
    },
  };
}

/** Removes the folders of helpers that were killed. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    if (!name.startsWith(FOLDER_PREFIX)) continue;
    const owner = Number.parseInt(name.slice(FOLDER_PREFIX.length), 10);
    if (Number.isInteger(owner) && !isRunningPid(owner)) {
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
    }
  }
}

function isRunningPid(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function makePipes(paths: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const maker = spawn('mkfifo', ['-m', '600', ...paths], { stdio: 'ignore' });
    maker.on('error', () => resolve(false));
    maker.on('exit', (code) => resolve(code === 0));
  });
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
    giveBack();
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
  return { path, childFile, reader, started: () => closeSync(childFile) };
}
