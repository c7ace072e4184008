// What `electron <path>` runs in the assembled fallback runtime, which comes without a default app of its own.
// Ends with a top-level await: Electron holds back `ready` until this module has settled, so an app that registers
// its listeners while it loads misses nothing.

import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);

/** The app's path and the modules to load before it; every other switch is Chromium's or the app's. */
function parse(args) {
  const preload = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg === '-r' || arg === '--require') preload.push(args[++at]);
    else if (arg.startsWith('--app=')) return { preload, path: arg.slice('--app='.length) };
    else if (arg === '--') return { preload, path: args[at + 1] };
    else if (!arg.startsWith('-')) return { preload, path: arg };
  }
  return { preload, path: undefined };
}

/** The file to load: a folder names it in its package.json. */
function entryOf(path) {
  if (!statSync(path).isDirectory()) return path;
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  if (manifest.productName || manifest.name) app.name = manifest.productName || manifest.name;
  if (manifest.desktopName) app.setDesktopName(manifest.desktopName);
  app.setAppPath(path);
  return join(path, manifest.main || 'index.js');
}

const { preload, path } = parse(process.argv.slice(1));
try {
  if (!path) throw new Error('usage: electron [-r module] <path of an app>');
  process.defaultApp = true;
  for (const name of preload) require(resolve(name));
  await import(pathToFileURL(entryOf(resolve(path))).href);
} catch (error) {
  console.error(error);
  app.exit(1);
}
