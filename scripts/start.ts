// `npm start`: opens the studio, fetching and building whatever is missing; without a display it runs the example
// flow in the terminal instead, so that the command does the main job on every machine.
import { spawn } from 'node:child_process';
import { build } from './build/index.ts';
import { environmentOf, resolveElectron } from './electron/runtime.ts';
import { chromiumSwitches, NO_SANDBOX } from './electron/switches.ts';
import { inProject, projectNode, projectRoot } from './project.ts';
import { canShow } from './system/display.ts';
import { EXAMPLE_NEEDS, unmet, VIRTUAL_DISPLAY_NEEDS, WINDOW_NEEDS } from './system/needs.ts';
import { ensureSystemPackages, installCommand } from './system/packages.ts';

/** Chromium reports a missing dbus or GPU as errors although it goes on without; only what is fatal is of interest. */
const QUIET = '--log-level=3';

const EXAMPLE = 'examples/deploy-api.chronum.yaml';

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function openWindow(args: readonly string[]): Promise<number> {
  const missing = await ensureSystemPackages([...WINDOW_NEEDS, ...EXAMPLE_NEEDS], say);
  if (missing !== undefined) say(missing);
  if (process.platform === 'linux' && unmet(WINDOW_NEEDS).length > 0) return 1;
  const [runtime] = await Promise.all([resolveElectron(say), build({ onlyStale: true })]);
  say(runtime.summary);
  const switches = [...chromiumSwitches(runtime), QUIET];
  if (switches.includes(NO_SANDBOX) && process.getuid?.() !== 0) {
    say("Chromium's sandbox is off: this system gives users no namespaces, and its helper is not set up.");
  }
  return runToEnd(runtime.executable, [projectRoot, ...switches, ...args], {
    env: { ...process.env, ...environmentOf(runtime) },
    // A path among the arguments is relative to where the person stood, not to the project.
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
}

async function runInTerminal(): Promise<number> {
  say(`There is no display to open a window on: running ${EXAMPLE} in the terminal instead.`);
  const missing = await ensureSystemPackages(EXAMPLE_NEEDS, say);
  if (missing !== undefined) say(missing);
  const code = await runToEnd(projectNode(), [inProject('bin', 'chronum.mjs'), 'run', inProject(EXAMPLE)], {});
  say(`To get a window: ${await windowAdvice()}`);
  return code;
}

async function windowAdvice(): Promise<string> {
  const install = await installCommand([...VIRTUAL_DISPLAY_NEEDS, ...WINDOW_NEEDS]);
  const steps = [install, 'Xvfb :99 -screen 0 1280x800x24 -nolisten tcp &', 'DISPLAY=:99 npm start'];
  const commands = steps.filter((step) => step !== undefined).map((step) => `\`${step}\``);
  return `run \`npm start\` in a graphical session, or on a virtual display: ${commands.join(', then ')}`;
}

interface ChildOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** Runs a program on this terminal until it ends by itself: Ctrl-C reaches it too, and how it ends is its own matter. */
function runToEnd(command: string, args: readonly string[], options: ChildOptions): Promise<number> {
  const child = spawn(command, args, { ...options, stdio: 'inherit' });
  const ignore = () => undefined;
  const pass = () => child.kill('SIGTERM');
  process.on('SIGINT', ignore).on('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', ignore).off('SIGTERM', pass);
      if (signal) say(`${command} ended with ${signal}`);
      resolve(code ?? 1);
    });
  });
}

try {
  const args = process.argv.slice(2);
  process.exitCode = (await canShow()) ? await openWindow(args) : await runInTerminal();
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
