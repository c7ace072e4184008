import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { createLineSplitter } from '../lines.ts';
import { HELPER_VARIABLE } from '../protocol.ts';
import { FORK_SERVER_PROGRAM } from './program.ts';

/** What is needed to start a program on named pipes. */
export interface ForkSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Forked {
  readonly pid: number;
  /** In clock ticks since boot. */
  readonly startTime: number;
  readonly exited: Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>;
}

/** A process that forks in our place: see `program.ts`. */
export interface ForkServer {
  /** Resolves once it can be asked, or there will be none. */
  readonly ready: Promise<void>;
  /** Resolves once the program was executed; to the system's error when it was not. Null: spawn it in the usual way. */
  start(spec: ForkSpec): Promise<Forked | NodeJS.ErrnoException> | null;
  close(): void;
}

/** The system's own, whatever stands first on somebody's path. */
const PERL = '/usr/bin/perl';
/** Numbers of the system calls setsid, ppoll and rt_sigprocmask, by machine. */
const SYSTEM_CALLS: Readonly<Record<string, readonly [number, number, number]>> = {
  x64: [112, 271, 14],
  arm64: [157, 73, 135],
  riscv64: [157, 73, 135],
  loong64: [157, 73, 135],
};
/** An environment that differs in more than this many variables from the one that was sent is sent anew. */
const MOST_DIFFERENCES = 32;
/** Milliseconds after which steps do not wait for it any longer. */
const PATIENCE_MS = 1_000;
/** Milliseconds for reading what it told before it ended. */
const LAST_WORDS_MS = 500;

/** For where there is none, and for tests. */
export const noForkServer: ForkServer = { ready: Promise.resolve(), start: () => null, close: () => {} };

/** `onLost` is called when it ended and steps of it may be running. */
export function createForkServer(onLost: (why: string) => void, perl = PERL): ForkServer {
  const systemCalls = process.platform === 'linux' ? SYSTEM_CALLS[process.arch] : undefined;
  const server = systemCalls === undefined ? null : startServer(perl, systemCalls);
  if (server === null) return noForkServer;
  const steps = new Map<string, Step>();
  let base: Environment = {};
  let queued: Buffer[] = [];
  let nextId = 1;
  let isReady = false;
  let closed = false;
  const { promise: ready, resolve: settle } = Promise.withResolvers<void>();

  setTimeout(settle, PATIENCE_MS).unref();
  server.on('exit', (code, signal) => {
    isReady = false;
    settle();
    const lose = (): void => {
      if (steps.size > 0 && !closed) onLost(`the fork server ended with ${signal ?? `exit code ${code}`}`);
    };
    // What it told before counts. A step that it was about to start may hold the pipe open.
    server.once('close', lose);
    setTimeout(lose, LAST_WORDS_MS).unref();
  });
  server.stdin.on('error', () => {});

  const receive = (line: string): void => {
    const [event, id = '', value = '', more = ''] = line.split(' ');
    if (event === 'ready') {
      isReady = true;
      settle();
    }
    const step = steps.get(id);
    if (step === undefined) return;
    if (event === 'spawned') step.spawned(Number(value), Number(more));
    else {
      steps.delete(id);
      if (event === 'failed') step.failed(Number(value));
      else step.ended(Number(value));
    }
  };

  server.stdout.setEncoding('latin1').on('data', createLineSplitter(receive));

  const send = (fields: readonly string[]): void => {
    const body = Buffer.from(`${fields.join('\0')}\0`);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    if (queued.length === 0) queueMicrotask(flush);
    queued.push(length, body);
  };
  const flush = (): void => {
    server.stdin.write(Buffer.concat(queued));
    queued = [];
  };

  return {
    ready,
    start: (spec) => {
      if (!isReady) return null;
      const { cwd, stdout, stderr, command, args, env } = spec;
      let changed = difference(env, base);
      const isNewBase = changed.set.length + changed.unset.length > MOST_DIFFERENCES;
      const all = isNewBase ? Object.entries(env).map(([name, value]) => `${name}=${value}`) : [];
      if (isNewBase) changed = { set: [], unset: [] };
      const { set, unset } = changed;
      const program = [cwd, stdout, stderr, String(args.length + 1), command, ...args];
      const fields = [...program, String(set.length), ...set, ...unset];
      if (![...all, ...fields].every(canBeSent) || !Object.keys(env).every(isName)) return null;
      if (isNewBase) {
        base = env;
        send(['E', ...all]);
      }
      const id = String(nextId++);
      send(['R', id, ...fields]);
      return new Promise((resolve) => steps.set(id, createStep(resolve)));
    },
    close: () => {
      closed = true;
      server.stdin.destroy();
    },
  };
}

/** Null when it cannot be started. */
function startServer(
  perl: string,
  systemCalls: readonly number[],
): ChildProcessByStdio<Writable, Readable, null> | null {
  const numbers = [...systemCalls, process.pid].map(String);
  try {
    // Variables such as PERL5OPT are for the programs of steps, not for it.
    const server = spawn(perl, ['-e', FORK_SERVER_PROGRAM, ...numbers], {
      // It is known by the helper's mark, and so is what it has forked and not yet turned into a step.
      env: { [HELPER_VARIABLE]: process.env[HELPER_VARIABLE] },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    server.on('error', () => {});
    return server.pid === undefined ? null : server;
  } catch {
    return null;
  }
}

interface Step {
  spawned(pid: number, startTime: number): void;
  failed(errno: number): void;
  ended(status: number): void;
}

function createStep(started: (result: Forked | NodeJS.ErrnoException) => void): Step {
  const { promise: exited, resolve } = Promise.withResolvers<Awaited<Forked['exited']>>();
  return {
    spawned: (pid, startTime) => started({ pid, startTime, exited }),
    failed: (errno) => started(systemError(errno)),
    // As wait(2) gives it: the signal in seven bits, whether a core was written, and the exit code.
    ended: (status) => {
      const signal = status & 0x7f;
      resolve(signal === 0 ? { exitCode: status >> 8, signal: null } : { exitCode: null, signal: signalName(signal) });
    },
  };
}

type Environment = Readonly<Record<string, string>>;

/** Variables that differ from those that the server has, and names of those that it has too many. */
function difference(env: Environment, base: Environment): { readonly set: string[]; readonly unset: string[] } {
  const set: string[] = [];
  for (const [name, value] of Object.entries(env)) if (value !== base[name]) set.push(`${name}=${value}`);
  return { set, unset: Object.keys(base).filter((name) => !Object.hasOwn(env, name)) };
}

/** Fields end with a zero byte. Node says what is wrong with such a text. */
const canBeSent = (field: string): boolean => !field.includes('\0');
/** Perl knows no variable without a name, and takes a name to end at its first sign of equality. */
const isName = (name: string): boolean => name !== '' && !name.includes('=');

function systemError(errno: number): NodeJS.ErrnoException {
  const code = Object.entries(constants.errno).find(([, number]) => number === errno)?.[0] ?? `errno ${errno}`;
  return Object.assign(new Error(`spawn ${code}`), { code });
}

function signalName(number: number): NodeJS.Signals {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return (found?.[0] ?? `SIG${number}`) as NodeJS.Signals;
}
