import { spawn } from 'node:child_process';
import { access, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inProject, projectNode } from '../project.ts';
import { executableIn } from './resolution.ts';

const POLL_MS = 500;

const packageFolder = () => inProject('node_modules', 'electron');

/** The folder of the official build in node_modules. */
export function officialDist(): string {
  return join(packageFolder(), 'dist');
}

/** The version that package.json pins. */
export async function officialVersion(): Promise<string> {
  const manifest: { version: string } = JSON.parse(await readFile(join(packageFolder(), 'package.json'), 'utf8'));
  return manifest.version;
}

/** Whether the official build is there, whole and of the pinned version (`path.txt` is written last). */
export async function isOfficialInstalled(): Promise<boolean> {
  try {
    const version = await readFile(join(officialDist(), 'version'), 'utf8');
    await access(join(packageFolder(), 'path.txt'));
    await access(join(officialDist(), executableIn(process.platform)));
    return version.trim().replace(/^v/, '') === (await officialVersion());
  } catch {
    return false;
  }
}

/**
 * Runs Electron's own installer. Gives up when nothing has arrived for `patienceMs`: a firewall that drops packets
 * would otherwise hold the start for minutes, while a slow download is left to finish.
 */
export async function installOfficial(patienceMs: number): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'chronum-electron-'));
  const child = spawn(projectNode(), [join(packageFolder(), 'install.js')], {
    env: { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const done = new AbortController();
  try {
    const stalled = stall([scratch, officialDist()], patienceMs, done.signal);
    const code = await Promise.race([ended, stalled]);
    if (code !== 0) throw new Error(firstLine(said) || `the installer ended with exit code ${code}`);
  } finally {
    done.abort();
    child.kill('SIGKILL');
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Rejects when the folders have not grown for `patienceMs`. */
async function stall(folders: readonly string[], patienceMs: number, signal: AbortSignal): Promise<never> {
  let size = -1;
  let grewAt = performance.now();
  for (;;) {
    const sizes = await Promise.all(folders.map(sizeOf));
    const now = sizes.reduce((sum, value) => sum + value, 0);
    if (now !== size) grewAt = performance.now();
    size = now;
    if (performance.now() - grewAt > patienceMs) throw new Error(`nothing arrived for ${patienceMs / 1000} s`);
    await sleep(POLL_MS, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return new Promise(() => undefined);
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        (file) => file.size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, value) => sum + value, 0);
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
