import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Json } from '../../core/base/json.ts';
import {
  decodeMessage,
  encodeMessage,
  type Failure,
  onLines,
  type Report,
  type Request,
} from '../../plugin-host/protocol.ts';
import type { Processes, RunningProcess } from '../ports/processes.ts';

type Distribute<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type Asked = Distribute<Exclude<Request, { op: 'abort' | 'returned' }>, 'id'>;
/** What comes before the answer. */
export type Note = Extract<Report, { ev: 'log' | 'emit' | 'exec' }>;

export interface HostStart {
  readonly processes: Processes;
  /** How to start the host: a runtime, its arguments up to the host's file, its environment. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly mark: string;
  /** What plug-ins print. */
  readonly logPath: string;
}

/** One life of a plug-in host. */
export interface HostConnection {
  /** Rejects with RequestFailed, or with HostGone. */
  request(asked: Asked, options?: { signal?: AbortSignal; note?: (note: Note) => void }): Promise<Json>;
  returned(note: Extract<Note, { ev: 'exec' }>, value: Json): void;
  /** False when it does not answer within so many milliseconds: its one thread is busy without end. */
  isResponsive(patience: number): Promise<boolean>;
  readonly isGone: boolean;
  /** Resolves to a reason when it is gone, however that came. */
  readonly gone: Promise<string>;
  kill(): Promise<void>;
  /** Ends it once everything that it was asked for has its answer: what began goes on to its end. */
  retire(): Promise<void>;
}

/** What was asked for failed; the host lives. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The host is gone, and with it what it did. */
export class HostGone extends Error {
  override readonly name = 'HostGone';
}

const HELLO_TIMEOUT_MS = 20_000;
const GRACE_MS = 500;
const TAIL_BYTES = 2_000;

/** Starts a host through the helper and waits until it has connected. Rejects with HostGone. */
export async function startHost(start: HostStart): Promise<HostConnection> {
  // Paths of sockets are short: the data folder may lie too deep.
  const folder = mkdtempSync(join(tmpdir(), 'chronum-host-'));
  const token = randomBytes(16).toString('hex');
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\chronum-${token}` : join(folder, 'socket');
  const server = createServer();
  const connected = Promise.withResolvers<Socket>();
  // Greeted only by who knows the token: the folder is private, but pipes of Windows are not in it.
  server.on('connection', (socket) => {
    socket.setEncoding('utf8').once('data', (text: string) => {
      if (text.startsWith(encodeMessage({ ev: 'hello', token }))) connected.resolve(socket);
      else socket.destroy();
    });
  });
  const timer = setTimeout(() => connected.reject(new HostGone('it did not answer in time')), HELLO_TIMEOUT_MS);
  let running: RunningProcess | undefined;
  try {
    mkdirSync(dirname(start.logPath), { recursive: true });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
    running = await start.processes.run({
      mark: start.mark,
      command: start.command,
      args: [...start.args, path, token],
      cwd: start.cwd,
      env: start.env,
      logPath: start.logPath,
    });
    const ended = running.exit.then(async ({ exitCode, signal }) => {
      const tail = await tailOf(start.logPath);
      throw new HostGone(`it ended with ${signal ?? `exit code ${exitCode}`}${tail === '' ? '' : `: ${tail}`}`);
    });
    return converse(await Promise.race([connected.promise, ended]), running);
  } catch (error) {
    await running?.stop(GRACE_MS);
    if (error instanceof HostGone) throw error;
    throw new HostGone(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
    connected.promise.catch(() => undefined);
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Pending {
  readonly answer: PromiseWithResolvers<Json>;
  readonly note: ((note: Note) => void) | undefined;
}

function converse(socket: Socket, running: RunningProcess): HostConnection {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let isGone = false;
  let whenIdle: (() => void) | undefined;
  const send = (request: Request) => void socket.write(encodeMessage(request));

  const receive = (report: Report): void => {
    if (report.ev === 'hello') return;
    const asked = pending.get(report.id);
    if (report.ev === 'result') asked?.answer.resolve(report.value);
    else if (report.ev === 'failed') {
      const { ev: _, id: __, ...failure } = report;
      asked?.answer.reject(new RequestFailed(failure));
    } else asked?.note?.(report);
  };
  socket.on(
    'data',
    onLines((line) => receive(decodeMessage<Report>(line))),
  );
  socket.on('error', () => undefined);
  const gone = Promise.race([
    new Promise<string>((resolve) => socket.on('close', () => resolve('its connection closed'))),
    running.exit.then(
      ({ exitCode, signal }) => `it ended with ${signal ?? `exit code ${exitCode}`}`,
      (error: Error) => error.message,
    ),
  ]).then((why) => {
    isGone = true;
    for (const { answer } of pending.values()) answer.reject(new HostGone(`the plug-in host is gone: ${why}`));
    return why;
  });

  const connection: HostConnection = {
    async request(asked, { signal, note } = {}) {
      if (isGone) throw new HostGone('the plug-in host is gone');
      const id = ++lastId;
      const answer = Promise.withResolvers<Json>();
      pending.set(id, { answer, note });
      const abort = () => send({ op: 'abort', id });
      send({ ...asked, id } as Request);
      if (signal?.aborted) abort();
      signal?.addEventListener('abort', abort, { once: true });
      try {
        return await answer.promise;
      } finally {
        pending.delete(id);
        if (pending.size === 0) whenIdle?.();
        signal?.removeEventListener('abort', abort);
      }
    },
    returned: ({ id, call }, value) => send({ op: 'returned', id, call, value }),
    async isResponsive(patience) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<false>((resolve) => {
        timer = setTimeout(() => resolve(false), patience);
      });
      const answered = connection.request({ op: 'ping' }).then(
        () => true,
        () => false,
      );
      return Promise.race([answered, late]).finally(() => clearTimeout(timer));
    },
    get isGone() {
      return isGone;
    },
    gone,
    async kill() {
      socket.destroy();
      await running.stop(GRACE_MS);
    },
    async retire() {
      if (pending.size > 0) {
        await new Promise<void>((resolve) => {
          whenIdle = resolve;
        });
      }
      await connection.kill();
    },
  };
  return connection;
}

/** The end of what it complained about. */
async function tailOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, TAIL_BYTES);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8').trim();
  } finally {
    await file.close();
  }
}
