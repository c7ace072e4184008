// `npm run nightly`: the long forms of the tests that have one, one after the other: hundreds of kills of each kind of process,
// schedules under kills, a hundred thousand mutated flows and expressions, floods of output. Every stage prints its seed, which
// repeats it. `npm run nightly -- kills` runs the stages whose names begin so.
import { spawn } from 'node:child_process';
import { projectNode, projectRoot } from './project.ts';

interface Stage {
  readonly name: string;
  readonly script: 'unit' | 'e2e';
  readonly args: readonly string[];
}

const STAGES: readonly Stage[] = [
  { name: 'properties', script: 'unit', args: ['property', 'properties', 'oracle', 'croner', 'reference-run'] },
  { name: 'fuzz', script: 'unit', args: ['src/core/flow/fuzz.test.ts', 'src/core/expression/fuzz.test.ts'] },
  { name: 'faults', script: 'unit', args: ['src/main/app/faults.test.ts'] },
  { name: 'kills-terminal', script: 'unit', args: ['src/cli/kills.test.ts'] },
  { name: 'kills-schedules', script: 'unit', args: ['src/cli/daemon.test.ts'] },
  { name: 'kills-app', script: 'e2e', args: ['kills', '--retries=0'] },
];

/** Long enough to find what is rare; CHRONUM_KILLS and CHRONUM_FUZZ say other numbers. */
const LONG = { CHRONUM_NIGHTLY: '1', CHRONUM_FUZZ: process.env.CHRONUM_FUZZ ?? '100000' };

function run({ script, args }: Stage): Promise<boolean> {
  // npm's own script rather than `npm`: on Windows that is a batch file, which cannot be spawned.
  const npm = process.env.npm_execpath;
  const [command, ...before] = npm ? [projectNode(), npm] : ['npm'];
  const child = spawn(command ?? 'npm', [...before, 'run', '-s', script, '--', ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...LONG },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}

const wanted = process.argv.slice(2);
const stages = STAGES.filter(({ name }) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)));
const failed: string[] = [];
for (const stage of stages) {
  const began = performance.now();
  process.stdout.write(`\n== ${stage.name}\n`);
  const succeeded = await run(stage);
  if (!succeeded) failed.push(stage.name);
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(`== ${stage.name}: ${succeeded ? 'ok' : 'FAILED'} after ${seconds} s\n`);
}
process.stdout.write(failed.length === 0 ? '\nAll of the night went well.\n' : `\nfailed: ${failed.join(', ')}\n`);
process.exitCode = failed.length > 0 || stages.length === 0 ? 1 : 0;
