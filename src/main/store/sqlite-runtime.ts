import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';

/** better-sqlite3 is built for this version of Node-API; loading it into an older one crashes the process without a word. */
const NODE_API_NEEDED = 10;

// A bundle is CommonJS, where `import.meta.url` is empty and `__filename` is there; an ES module has it the other way.
// Going through createRequire keeps bundlers and ES module hooks away from a native package.
const requireHere = createRequire(typeof __filename === 'string' ? __filename : import.meta.url);

let loaded: typeof BetterSqlite3 | undefined;

/** The SQLite library for the runtime this process has. Throws an error that says what is missing. */
export function sqliteRuntime(): typeof BetterSqlite3 {
  loaded ??= requireHere(runtime()) as typeof BetterSqlite3;
  return loaded;
}

/** Where it is, for another thread. */
export const sqliteRuntimePath = (): string => requireHere.resolve(runtime());

/** What `require` finds it by. */
function runtime(): string {
  const available = Number(process.versions.napi ?? 0);
  if (available >= NODE_API_NEEDED) return 'better-sqlite3';
  // The development runtime for machines without Electron's own download carries a build that fits it.
  const bundledWithRuntime = join(dirname(process.execPath), 'kit', 'node_modules', 'better-sqlite3');
  if (existsSync(bundledWithRuntime)) return bundledWithRuntime;
  throw new Error(
    `SQLite cannot be loaded: ${process.execPath} has Node-API ${available} and ${NODE_API_NEEDED} is needed ` +
      `(Node 22.14 or Electron 35, or later). Start Chronum Studio through its own npm scripts, which bring a Node that fits.`,
  );
}
