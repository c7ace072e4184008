import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface StoreProcess {
  /** Resolves to its next line on stdout. */
  line(): Promise<string>;
  /** All lines until it ends; rejects when it does not end well. */
  rest(): Promise<string[]>;
  /** Ends it as a crash would, and waits until it is gone. */
  crash(): Promise<void>;
}

/** Starts `store-child.ts` under plain Node, as one process among others that use the same data folder. */
export function startStoreProcess(...args: readonly (string | number)[]): StoreProcess {
  const script = join(import.meta.dirname, 'store-child.ts');
  const child = spawn(process.execPath, [script, ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = end(child);
  ended.catch(() => {});
  return {
    line: async () => {
      const { done, value } = await lines.next();
      if (done) throw new Error('the process ended without another line');
      return value;
    },
    rest: async () => {
      const all: string[] = [];
      for (let next = await lines.next(); !next.done; next = await lines.next()) all.push(next.value);
      await ended;
      return all;
    },
    crash: async () => {
      child.kill('SIGKILL');
      await ended.catch(() => {});
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  const [code, signal] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the process ended with ${signal ?? code}`);
}
