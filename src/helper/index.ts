import { createExitJournal, type ExitJournal } from './exit-journal.ts';
import { createForkServer, noForkServer } from './fork-server/fork-server.ts';
import { createLineSplitter } from './lines.ts';
import { createPipePool } from './pipes.ts';
import { readBootId } from './process-table.ts';
import { type LeftBehind, PROTOCOL_VERSION, parseRequest, type Request } from './protocol.ts';
import { reap } from './reap.ts';
import { createReporter } from './reporter.ts';
import { createSteps } from './steps.ts';

/**
 * The helper: a small process that spawns the steps for a large one, in a session of its own. It lives as long as its stdin is
 * open; when that ends, its owner is gone, and it ends all steps and leaves. Its exit codes: 0 after that, 64 when it was
 * addressed in a protocol it does not know, 70 after a bug.
 */
const LEAVING_GRACE_MS = 2_000;
/** Whatever holds it up: without an owner it is of no use, and must not stay. */
const LEAVING_LIMIT_MS = 15_000;
/** Spawns steps as on systems without one. */
const WITHOUT_FORK_SERVER = '--without-fork-server';

// A Ctrl-C or a closed terminal is the owner's to handle: it cancels its runs, or ends and thereby closes our stdin.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => {});

// No folder is kept busy by us, for example one on a disk that is to be ejected.
if (process.platform !== 'win32') process.chdir('/');

const { report, flush } = createReporter((text) => process.stdout.write(text));
const pipes = createPipePool();
const forks = process.argv.includes(WITHOUT_FORK_SERVER)
  ? noForkServer
  : createForkServer((why) => {
      // Nobody tells us of the ends of its steps any more. Our owner hears that we are gone, and ends them.
      process.stderr.write(`${why}\n`);
      flush();
      pipes.close();
      process.exit(70);
    });
const bootId = readBootId();
let journal: ExitJournal | null = null;
let leaving = false;

const steps = createSteps({
  pipes,
  forks,
  report,
  onEnd: (spec, step, end) => {
    // After the owner's death, an attempt that was being stopped counts as lost.
    if (!step.wasStopped()) journal?.record(spec.mark, end.exitCode, end.signal);
  },
});

async function leave(exitCode: number): Promise<void> {
  if (leaving) return;
  leaving = true;
  setTimeout(() => process.exit(exitCode), LEAVING_LIMIT_MS);
  await steps.endAll(LEAVING_GRACE_MS);
  flush();
  forks.close();
  pipes.close();
  process.exit(exitCode);
}

function fail(why: string): void {
  process.stderr.write(`${why}\n`);
  void leave(64);
}

function handle(request: Request): void {
  switch (request.op) {
    case 'hello':
      void greet(request.version, request.journal);
      break;
    case 'run':
      void steps.start(request.id, request.spec);
      break;
    case 'signal':
      steps.get(request.id)?.signal(request.signal);
      break;
    case 'stop':
      steps.get(request.id)?.stop(request.graceMs);
      break;
    case 'type':
      steps.get(request.id)?.type(request.text);
      break;
    case 'resize':
      steps.get(request.id)?.resize(request.columns, request.rows);
      break;
    case 'reap':
      void answerReap(request.id, request.left);
      break;
    case 'close':
      journal?.remove();
      void leave(0);
  }
}

async function greet(version: number, journalFolder: string): Promise<void> {
  if (version !== PROTOCOL_VERSION) {
    fail(`This helper speaks version ${PROTOCOL_VERSION} of the protocol, not ${version}.`);
    return;
  }
  journal = createExitJournal(journalFolder, `${process.pid}-${Date.now()}`);
  await Promise.all([pipes.ready, forks.ready]);
  report({ ev: 'hello', version: PROTOCOL_VERSION, pid: process.pid, bootId: await bootId });
}

async function answerReap(id: number, left: LeftBehind): Promise<void> {
  report({ ev: 'reaped', id, killed: await reap(left, await bootId) });
}

process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  void leave(70);
});
// The owner is gone; its stdin ends as well. An error that nobody hears would come back as an exception, to be written again.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.stdin.setEncoding('utf8');
process.stdin.on(
  'data',
  createLineSplitter((line) => {
    const request = parseRequest(line);
    if (request === null) fail(`This is not a request: ${line.slice(0, 200)}`);
    else if (!leaving) handle(request);
  }),
);
process.stdin.on('end', () => void leave(0));
process.stdin.on('error', () => void leave(0));
