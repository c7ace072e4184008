#!/usr/bin/env node
// Starts the command line on the right runtime, whatever Node the system has (14 or later).
//
// In a checkout that is the project's own Node, and what is older than its sources is built first; in a packaged app
// it is Electron run as Node. When this process already is that runtime the command line runs right here: signals and
// exit codes then need no care at all.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
const isWindows = process.platform === 'win32';
const entry = join(root, 'out', 'cli', 'index.mjs');
const builder = join(root, 'scripts', 'build', 'index.ts');
const isCheckout = existsSync(builder);

/**
 * The exit code of a usage error: nothing was run.
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  process.stderr.write(`chronum: ${message}\n`);
  process.exit(2);
}

/** @returns {string} the path of the runtime */
function findRuntime() {
  if (process.versions.electron) return process.execPath;
  const node = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');
  if (existsSync(node)) return node;
  const here = relative(process.cwd(), root);
  return fail(`its packages are not installed: run \`${here ? `cd ${here} && ` : ''}npm ci\` first`);
}

/**
 * Builds what is missing or older than its sources. Quiet unless it fails.
 * @param {string} runtime
 */
async function bringUpToDate(runtime) {
  const { isFresh } = await import('../scripts/build/freshness.mjs');
  if (isFresh(root, 'terminal')) return;
  const build = spawnSync(runtime, [builder, '--if-stale', 'terminal'], { cwd: root, encoding: 'utf8' });
  if (build.status === 0) return;
  process.stderr.write(`${build.stdout || ''}${build.stderr || ''}`);
  fail('the command line could not be built: see above, or run `npm run build`');
}

/** The folder that paths on the command line are relative to: npm starts scripts in the project's folder instead. */
function standingIn() {
  const fromScript = process.env.npm_lifecycle_event === 'chronum' && process.cwd() === root;
  return (fromScript && process.env.INIT_CWD) || process.cwd();
}

/**
 * Runs the command line in another runtime, and ends as it ends.
 * @param {string} runtime
 */
function runIn(runtime) {
  const child = spawn(runtime, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C on a terminal reaches the whole foreground group, the child included: passing it on would count as a second
  // one. Without a terminal a signal was meant for this process alone.
  const fromTerminal = hasTerminal();
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGHUP', 'SIGTERM'];
  for (const signal of signals) {
    process.on(signal, () => {
      if (signal === 'SIGTERM' || !fromTerminal) child.kill(signal);
    });
  }
  child.on('error', (error) => fail(`${runtime} does not start: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code === null ? 1 : code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function hasTerminal() {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return isWindows;
  }
}

const runtime = findRuntime();
if (isCheckout) await bringUpToDate(runtime);
if (!existsSync(entry)) fail('out/cli/index.mjs is missing: run `npm run build` first');
process.env.INIT_CWD = standingIn();
// A flow's own steps may call chronum: for them the npm script that started this one means nothing.
delete process.env.npm_lifecycle_event;
if (realpathSync(runtime) === realpathSync(process.execPath)) await import(pathToFileURL(entry).href);
else runIn(runtime);
