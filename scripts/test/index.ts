// `npm test`: every check and every test, with one plain line at the end that sums them up. A stage that fails does
// not keep the next from telling what it finds, unless it cannot run without.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectNode, projectRoot } from '../project.ts';
import { EXAMPLE_NEEDS, VIRTUAL_DISPLAY_NEEDS, WINDOW_NEEDS } from '../system/needs.ts';
import { ensureSystemPackages } from '../system/packages.ts';
import { add, closingLine, NOTHING, type Tally, tallyOfPlaywright, tallyOfVitest, withOutcome } from './tally.ts';

interface Stage {
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where the stage leaves its counts, and how to read them. */
  readonly report?: { readonly path: string; readonly read: (text: string) => Tally };
  /** The stage has nothing to run on when this one failed. */
  readonly needs?: string;
}

function stagesWith(reports: string): Stage[] {
  const vitest = join(reports, 'vitest.json');
  const playwright = join(reports, 'playwright.json');
  return [
    { name: 'check', script: 'check' },
    {
      name: 'unit',
      script: 'unit',
      args: ['--reporter=default', '--reporter=json', `--outputFile.json=${vitest}`],
      report: { path: vitest, read: tallyOfVitest },
    },
    { name: 'build', script: 'build' },
    {
      name: 'e2e',
      script: 'e2e',
      args: ['--reporter=list,json'],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwright },
      report: { path: playwright, read: tallyOfPlaywright },
      needs: 'build',
    },
  ];
}

async function runStage(stage: Stage): Promise<Tally> {
  const { report } = stage;
  const succeeded = await npmRun(stage);
  const tally = report && existsSync(report.path) ? report.read(readFileSync(report.path, 'utf8')) : NOTHING;
  return withOutcome(tally, succeeded);
}

function npmRun({ script, args = [], env }: Stage): Promise<boolean> {
  // npm's own script rather than `npm`: on Windows that is a batch file, which cannot be spawned.
  const npm = process.env.npm_execpath;
  const [command, ...before] = npm ? [projectNode(), npm] : ['npm'];
  const child = spawn(command ?? 'npm', [...before, 'run', '-s', script, '--', ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}

const reports = mkdtempSync(join(tmpdir(), 'chronum-test-'));
let total = NOTHING;
try {
  const needs = [...WINDOW_NEEDS, ...VIRTUAL_DISPLAY_NEEDS, ...EXAMPLE_NEEDS];
  const missing = await ensureSystemPackages(needs, (line) => process.stdout.write(`${line}\n`));
  if (missing !== undefined) process.stdout.write(`${missing}\n`);
  const failedStages = new Set<string>();
  for (const stage of stagesWith(reports)) {
    if (stage.needs && failedStages.has(stage.needs)) continue;
    process.stdout.write(`\n== ${stage.name}\n`);
    const tally = await runStage(stage);
    if (tally.failed > 0) failedStages.add(stage.name);
    total = add(total, tally);
  }
  if (failedStages.size > 0) process.stdout.write(`\nfailed: ${[...failedStages].join(', ')}\n`);
} finally {
  rmSync(reports, { recursive: true, force: true });
}
for (const name of total.flaky ?? []) process.stdout.write(`\npassed at its second attempt only: ${name}`);
process.stdout.write(`\n${closingLine(total)}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
