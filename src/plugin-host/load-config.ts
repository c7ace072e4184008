import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config, Plugin } from '../sdk/plugin.ts';
import { describePlugin } from './describe-plugin.ts';
import { filesOf } from './loader.ts';
import type { Loaded, LoadedPlugin } from './protocol.ts';

export interface LoadedConfig {
  readonly loaded: Loaded;
  /** The plug-ins themselves, in the order of `loaded.plugins`. */
  readonly plugins: readonly Plugin[];
}

/** Evaluates the configuration of a workspace and every plug-in that it names. One that is broken is named; the others are there. */
export async function loadConfig(path: string): Promise<LoadedConfig> {
  const problems: string[] = [];
  const files = new Set<string>();
  const plugins: Plugin[] = [];
  const described: LoadedPlugin[] = [];
  const add = (plugin: Plugin, where: string): void => {
    const description = describePlugin(plugin, where);
    if (plugins.some(({ name }) => name === plugin.name))
      throw new Error(`there is a plug-in \`${plugin.name}\` already`);
    plugins.push(plugin);
    described.push(description);
  };

  const url = pathToFileURL(path).href;
  const config = await importDefault<Config>(url);
  for (const file of filesOf(url)) files.add(file);
  const entries = config.plugins ?? [];
  if (!Array.isArray(entries)) throw new Error('`plugins` must be a list');
  for (const [index, entry] of entries.entries()) {
    const where = typeof entry === 'string' ? entry : `plugins[${index}]`;
    try {
      if (typeof entry !== 'string') add(entry, where);
      else {
        const found = urlOf(entry, path);
        add(await importDefault<Plugin>(found), where);
        for (const file of filesOf(found)) files.add(file);
      }
    } catch (error) {
      problems.push(`The plug-in ${where} is left out: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { loaded: { plugins: described, problems, files: [...files] }, plugins };
}

/** A path is relative to the configuration, a package is looked up from there. */
function urlOf(name: string, config: string): string {
  if (/^\.\.?\//.test(name)) return pathToFileURL(resolve(dirname(config), name)).href;
  const { resolve: resolvePackage } = createRequire(config);
  try {
    return pathToFileURL(resolvePackage(name)).href;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // A package that can only be imported has no entry for `require`.
    if (code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return pathToFileURL(importEntryOf(name, config)).href;
    throw new Error(`the package is not installed: run \`npm install ${name}\` in ${dirname(config)}`);
  }
}

function importEntryOf(name: string, config: string): string {
  for (const folder of createRequire(config).resolve.paths(name) ?? []) {
    const root = resolve(folder, name);
    let manifest: { exports?: unknown };
    try {
      manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as typeof manifest;
    } catch {
      continue;
    }
    const entry = entryIn(manifest.exports);
    if (entry !== undefined) return resolve(root, entry);
  }
  throw new Error('its package.json has no entry for `import`');
}

function entryIn(exported: unknown): string | undefined {
  if (typeof exported === 'string') return exported;
  if (typeof exported !== 'object' || exported === null) return undefined;
  const { '.': root, import: imported, node, default: usual } = exported as Record<string, unknown>;
  return entryIn(root) ?? entryIn(imported) ?? entryIn(node) ?? entryIn(usual);
}

async function importDefault<T>(url: string): Promise<T> {
  const module = (await import(url)) as { default?: T };
  if (typeof module.default !== 'object' || module.default === null) throw new Error('it has no default export');
  return module.default;
}
