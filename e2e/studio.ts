import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test as base, type ElectronApplication, _electron as electron, type Page } from '@playwright/test';

const ROOT = dirname(import.meta.dirname);

/** The studio in a real window, with a data folder and a home of its own. */
export interface Studio {
  readonly app: ElectronApplication;
  readonly window: Page;
  /** The data folder that app and terminal share. */
  readonly dataFolder: string;
  /** Ends the app as a person would, and starts it again on the same data. */
  restart(): Promise<Studio>;
  close(): Promise<void>;
}

interface LaunchOptions {
  readonly dataFolder: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the app, which may have been told to show no window. */
export async function launchApp({ dataFolder, args = [], env = {} }: LaunchOptions): Promise<ElectronApplication> {
  const switches = (process.env.CHRONUM_ELECTRON_SWITCHES ?? '').split(' ').filter((text) => text !== '');
  const executablePath = process.env.ELECTRON_EXEC_PATH;
  if (executablePath === undefined) throw new Error('ELECTRON_EXEC_PATH is not set: run the tests with npm run e2e');
  const app = await electron.launch({
    executablePath,
    args: [ROOT, ...switches, ...args],
    env: { ...(process.env as Record<string, string>), CHRONUM_HOME: dataFolder, ...env },
  });
  running.add(app);
  app.once('close', () => running.delete(app));
  return app;
}

const running = new Set<ElectronApplication>();

/** Ends what a failed test left: asked to quit, the app may stay in the tray or wait for an answer. */
async function endAll(): Promise<void> {
  for (const app of running) {
    const closed = app.waitForEvent('close');
    app.process().kill('SIGKILL');
    await closed;
  }
}

export async function launchStudio({ dataFolder, args = [], env = {} }: LaunchOptions): Promise<Studio> {
  const app = await launchApp({ dataFolder, args, env });
  const window = await app.firstWindow();
  return {
    app,
    window,
    dataFolder,
    async restart() {
      await app.close();
      return launchStudio({ dataFolder, args, env });
    },
    close: () => app.close(),
  };
}

export interface Terminal {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** `chronum` in a terminal, on the same data folder as the app. */
export function chronum(dataFolder: string, args: readonly string[], cwd = ROOT): Promise<Terminal> {
  const env = { ...process.env, CHRONUM_HOME: dataFolder, INIT_CWD: cwd };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'bin/chronum.mjs'), ...args], { cwd, env }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1 });
    });
  });
}

/** A folder with these flow files, by relative path. */
export function writeWorkspace(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

interface Fixtures {
  /** A folder that goes with the test. */
  readonly folder: string;
  readonly studio: Studio;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to find what a fixture needs.
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'chronum-e2e-'));
    await use(folder);
    await endAll();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  studio: async ({ folder }, use, testInfo) => {
    const studio = await launchStudio({ dataFolder: join(folder, 'data') });
    await use(studio);
    if (testInfo.status === testInfo.expectedStatus) await studio.close();
  },
});

export { expect } from '@playwright/test';
