import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installCommand } from '../../../core/base/install-hint.ts';
import { findProgram } from '../../executors/find-program.ts';
import type { Processes } from '../../ports/processes.ts';
import { broken, type Finding, fine, limited } from './finding.ts';

type Variables = Readonly<Record<string, string>>;

interface Wanted {
  readonly check: string;
  /** The first that is there counts. */
  readonly names: readonly string[];
  readonly without: string;
  /** Nothing works without it. */
  readonly isNeeded?: boolean;
}

const WANTED: readonly Wanted[] = [
  process.platform === 'win32'
    ? { check: 'shell', names: ['pwsh', 'powershell'], without: 'scripts have no shell', isNeeded: true }
    : { check: 'shell', names: ['bash', 'sh'], without: 'scripts have no shell', isNeeded: true },
  { check: 'python', names: ['python3', 'python'], without: 'python steps need an interpreter of their own' },
  { check: 'git', names: ['git'], without: 'steps that call git fail' },
];

const PATIENCE_MS = 10_000;

/** Starts the helper and through it every program that flows use most, to hear its version. */
export async function checkPrograms(processes: Processes, env: Variables): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'chronum-doctor-'));
  try {
    const findings: Finding[] = [];
    const helper = await firstLine(processes, folder, {
      command: process.execPath,
      args: ['--version'],
      // In the app, this program is Electron.
      env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
    });
    findings.push(
      helper.ok
        ? fine('helper', 'starts programs')
        : broken('helper', `starts nothing: ${helper.why}`, 'npm run build, and see that the disk has room'),
    );
    for (const wanted of WANTED) findings.push(await checkProgram(wanted, processes, folder, env));
    findings.push(await checkEngines(processes, folder, env));
    return findings;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkProgram(
  { check, names, without, isNeeded = false }: Wanted,
  processes: Processes,
  folder: string,
  env: Variables,
): Promise<Finding> {
  const missing = isNeeded ? broken : limited;
  const install = installCommand(names[0]!, process.platform) ?? '';
  const command = await findProgram(names, env);
  if (command === null) return missing(check, `${names.join(' or ')} is not on PATH: ${without}`, install);
  // `sh` of some systems has no --version.
  const version = await firstLine(processes, folder, { command, args: ['--version'], env });
  if (version.ok) return fine(check, `${version.line || 'found'} (${command})`);
  return /[\\/]sh$/.test(command) ? fine(check, command) : missing(check, `${command}: ${version.why}`, install);
}

const ENGINES = ['docker', 'podman'] as const;

/** An engine is of use when it answers: docker's program does nothing without its daemon. */
async function checkEngines(processes: Processes, folder: string, env: Variables): Promise<Finding> {
  const silent: string[] = [];
  for (const engine of ENGINES) {
    const command = await findProgram([engine], env);
    if (command === null) continue;
    const answer = await firstLine(processes, folder, { command, args: ['ps', '--quiet'], env });
    const version = await firstLine(processes, folder, { command, args: ['--version'], env });
    const name = version.ok ? version.line : engine;
    if (!answer.ok) silent.push(engine);
    else if (silent.length === 0) return fine('containers', `${name} (${command})`);
    else
      return limited(
        'containers',
        `${name}, but ${silent.join()} comes first and does not answer`,
        `with: {engine: ${engine}}`,
      );
  }
  if (silent.length > 0)
    return limited('containers', `${silent.join(' and ')} does not answer`, `sudo systemctl start ${silent[0]}`);
  const install = ENGINES.map((engine) => installCommand(engine, process.platform)).join('   or   ');
  return limited('containers', 'neither docker nor podman is on PATH: docker steps cannot run', install);
}

interface Call {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Variables;
}

type Answer = { readonly ok: true; readonly line: string } | { readonly ok: false; readonly why: string };

async function firstLine(processes: Processes, folder: string, call: Call): Promise<Answer> {
  const logPath = join(folder, `${Buffer.from(call.command).toString('hex').slice(-40)}.log`);
  let timer: NodeJS.Timeout | undefined;
  try {
    const running = await processes.run({ ...call, mark: `doctor/${process.pid}`, cwd: folder, logPath });
    timer = setTimeout(() => void running.stop(0), PATIENCE_MS);
    const { exitCode, signal } = await running.exit;
    if (exitCode !== 0) return { ok: false, why: signal === null ? `exit code ${exitCode}` : `ended by ${signal}` };
    const text = existsSync(logPath) ? readFileSync(logPath, 'utf8') : '';
    return { ok: true, line: text.split('\n', 1)[0]!.trim() };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
