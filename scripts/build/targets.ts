import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build as electronViteBuild } from 'electron-vite';
import { type LogLevel, build as viteBuild } from 'vite';
import { inProject, projectRoot } from '../project.ts';
import type { Group } from './freshness.mjs';

interface BuildOptions {
  /** A folder that stands in for `out/`. */
  readonly outDir: string;
  readonly logLevel: LogLevel;
  /** Rebuild whenever a source changes, until the process ends. */
  readonly watch?: boolean;
}

/** The lowest runtime that the main side must run on: the Node inside Electron 33. */
const NODE_TARGET = 'node20.18';

/** Never bundled: native modules, and what only Electron itself can provide. */
const EXTERNAL = ['better-sqlite3', 'node-pty', 'electron'];

interface NodeTarget {
  readonly entry: string;
  readonly folder: string;
  readonly file: string;
  readonly format: 'es' | 'cjs';
}

/** Programs that run under Node or under Electron as Node, each started by its own path. */
const TERMINAL_TARGETS: readonly NodeTarget[] = [
  { entry: 'src/cli/index.ts', folder: 'cli', file: 'index.mjs', format: 'es' },
  { entry: 'src/helper/index.ts', folder: 'helper', file: 'index.cjs', format: 'cjs' },
  { entry: 'src/plugin-host/index.ts', folder: 'plugin-host', file: 'index.mjs', format: 'es' },
  { entry: 'src/plugin-host/loader.ts', folder: 'plugin-host', file: 'loader.mjs', format: 'es' },
  { entry: 'src/sdk/index.ts', folder: 'sdk', file: 'index.mjs', format: 'es' },
  { entry: 'src/main/store/reader-worker.ts', folder: 'main', file: 'reader.cjs', format: 'cjs' },
  { entry: 'src/main/logs/survey-worker.ts', folder: 'main', file: 'survey.cjs', format: 'cjs' },
];

/** Builds one group into `outDir`. Throws when it has nothing to build or the bundler fails. */
export async function buildGroup(group: Group, options: BuildOptions): Promise<void> {
  if (group === 'app') {
    await electronViteBuild({
      root: projectRoot,
      logLevel: options.logLevel,
      build: { outDir: options.outDir },
    });
    return;
  }
  const present = TERMINAL_TARGETS.filter(({ entry }) => existsSync(inProject(entry)));
  if (present.length === 0) throw new Error('no source of the terminal group exists');
  await Promise.all(present.map((target) => buildNodeTarget(target, options)));
}

async function buildNodeTarget(target: NodeTarget, { outDir, logLevel, watch }: BuildOptions): Promise<void> {
  const isModule = target.format === 'es';
  await viteBuild({
    configFile: false,
    root: projectRoot,
    mode: 'production',
    logLevel,
    publicDir: false,
    ssr: { noExternal: true, target: 'node' },
    resolve: { conditions: ['node', 'module', 'import', 'default'] },
    build: {
      ssr: true,
      target: NODE_TARGET,
      outDir: join(outDir, target.folder),
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      reportCompressedSize: false,
      watch: watch ? {} : null,
      rolldownOptions: {
        input: { index: inProject(target.entry) },
        external: EXTERNAL,
        output: {
          format: target.format,
          entryFileNames: target.file,
          // Lazy parts of the command line stay lazy; a helper or a worker is one file.
          ...(isModule ? { chunkFileNames: 'chunks/[name]-[hash].mjs' } : { codeSplitting: false }),
        },
      },
    },
  });
}
