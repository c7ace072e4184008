import { type ChildProcess, spawn } from 'node:child_process';
import { createLineSplitter } from '../../helper/lines.ts';
import { encodeMessage, PROTOCOL_VERSION, parseReport, type Report, type Request } from '../../helper/protocol.ts';

export interface HelperStart {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly journalFolder: string;
}

/** One life of a helper. */
export interface HelperConnection {
  /** Resolves to the boot id once the helper has said hello; rejects when it cannot be started. */
  readonly ready: Promise<string>;
  /** Resolves to a reason when the helper is gone, however that came. */
  readonly gone: Promise<string>;
  send(request: Request): void;
  /** Whether the process of ours has to wait for the helper's reports before it may end. */
  keepAlive(needed: boolean): void;
  /** Asks it to end its steps and leave. */
  close(): void;
}

/**
 * A spawn copies the page tables of the spawner, so the helper keeps its heap small; and with threads of V8's own it is slower on
 * machines with few cores. Together they make a spawn a fifth cheaper. Electron as Node takes them too.
 */
const RUNTIME_FLAGS = ['--max-semi-space-size=1', '--single-threaded'];
const HELLO_TIMEOUT_MS = 20_000;
const STDERR_KEPT = 4_096;
/** From the end of the helper until its last reports count as read. */
const LAST_REPORTS_MS = 1_000;

export function connectHelper(start: HelperStart, onReport: (report: Report) => void): HelperConnection {
  // In a session of its own, so that a Ctrl-C in the terminal reaches only us.
  const helper = spawn(start.command, [...RUNTIME_FLAGS, ...start.args], {
    env: start.env,
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const complaint = collectTail(helper);
  const gone = new Promise<string>((resolve) => {
    helper.once('error', (error) => resolve(`it could not be started: ${error.message}`));
    const told = (code: number | null, signal: string | null) =>
      resolve(`it ended with ${signal ?? `exit code ${code}`}${complaint()}`);
    let left: NodeJS.Timeout | undefined;
    // "close" comes after the last report was read. What it had forked may hold its pipes open, and with them "close" back.
    helper.once('exit', (code, signal) => {
      left = setTimeout(() => {
        told(code, signal);
        helper.stdout.destroy();
        helper.stderr.destroy();
      }, LAST_REPORTS_MS);
    });
    helper.once('close', (code, signal) => {
      clearTimeout(left);
      told(code, signal);
    });
  });

  let queued = '';
  const send = (request: Request): void => {
    if (queued === '') queueMicrotask(flush);
    queued += encodeMessage(request);
  };
  const flush = (): void => {
    const text = queued;
    queued = '';
    helper.stdin.write(text);
  };
  // The helper is gone; that is told by `gone`.
  helper.stdin.on('error', () => {});

  const ready = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      helper.kill('SIGKILL');
      reject(new Error(`The process helper did not answer within ${HELLO_TIMEOUT_MS / 1000} s${complaint()}`));
    }, HELLO_TIMEOUT_MS);
    timer.unref();
    void gone.then((why) => reject(new Error(`The process helper is not there: ${why}`)));
    helper.stdout.setEncoding('utf8').on(
      'data',
      createLineSplitter((line) => {
        const report = parseReport(line);
        if (report === null || (report.ev === 'hello' && report.version !== PROTOCOL_VERSION)) {
          reject(new Error(`The process helper is of another version. Build again, or install the app again.`));
          helper.kill('SIGTERM');
          helper.stdin.end();
        } else if (report.ev === 'hello') {
          clearTimeout(timer);
          resolve(report.bootId);
        } else onReport(report);
      }),
    );
  });
  ready.catch(() => {});
  send({ op: 'hello', version: PROTOCOL_VERSION, journal: start.journalFolder });

  return {
    ready,
    gone,
    send,
    keepAlive: (needed) => {
      for (const handle of [helper, helper.stdin, helper.stdout, helper.stderr]) {
        if (needed) (handle as unknown as Ref).ref?.();
        else (handle as unknown as Ref).unref?.();
      }
    },
    close: () => {
      send({ op: 'close' });
      flush();
      helper.stdin.end();
    },
  };
}

/** The pipes of a child are sockets, which Node's types of streams do not say. */
interface Ref {
  ref?(): void;
  unref?(): void;
}

/** The end of what the helper complained about, for the message of its death. */
function collectTail(helper: ChildProcess): () => string {
  let tail = '';
  helper.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-STDERR_KEPT);
  });
  return () => (tail.trim() === '' ? '.' : `: ${tail.trim()}`);
}
