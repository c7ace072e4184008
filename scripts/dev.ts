// `npm run dev`: the studio with hot reload. electron-vite serves the renderer and restarts the main process; the
// programs that run outside of Electron are rebuilt beside it.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { stampPath } from './build/freshness.mjs';
import { build } from './build/index.ts';
import { buildGroup } from './build/targets.ts';
import { environmentOf, resolveElectron } from './electron/runtime.ts';
import { chromiumSwitches } from './electron/switches.ts';
import { inProject, projectNode, projectRoot } from './project.ts';
import { canShow } from './system/display.ts';
import { EXAMPLE_NEEDS, WINDOW_NEEDS } from './system/needs.ts';
import { ensureSystemPackages } from './system/packages.ts';

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function develop(): Promise<number> {
  if (!(await canShow())) {
    say('There is no display to open a window on; `npm start` says how to get one.');
    return 1;
  }
  const missing = await ensureSystemPackages([...WINDOW_NEEDS, ...EXAMPLE_NEEDS], say);
  if (missing !== undefined) say(missing);
  const [runtime] = await Promise.all([resolveElectron(say), build({ groups: ['terminal'], onlyStale: true })]);
  say(runtime.summary);
  // What electron-vite writes into out/ now is no production build.
  rmSync(stampPath(projectRoot, 'app'), { force: true });
  await buildGroup('terminal', { outDir: inProject('out'), logLevel: 'warn', watch: true });
  const cli = inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const child = spawn(projectNode(), [cli, 'dev', '--watch', '--', ...chromiumSwitches(runtime)], {
    cwd: projectRoot,
    env: { ...process.env, ...environmentOf(runtime) },
    stdio: 'inherit',
  });
  process.on('SIGINT', () => undefined).on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

try {
  process.exit(await develop());
} catch (error) {
  say((error as Error).message);
  process.exit(1);
}
