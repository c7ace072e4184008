import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripTypes } from './strip-types.ts';

/** Hooks of Node's module loader, the same in the thread of the modules (`registerHooks`) and beside it (`register`). */

interface Resolved {
  readonly url: string;
  readonly format?: string | null;
  readonly shortCircuit?: boolean;
}
interface Loaded {
  readonly format: string;
  readonly source: string;
  readonly shortCircuit: true;
}

/** The SDK lies beside the host, built or as source. */
const here = import.meta.url;
const isSource = here.endsWith('.ts');
const SDK_URL = new URL(isSource ? '../sdk/index.ts' : '../sdk/index.mjs', here).href;

/** Which modules each module asked for, by URL. */
export const importsByModule = new Map<string, Set<string>>();

/** `@chronum/sdk` is the studio's own wherever a workspace has none installed, so that both speak the same version. */
export function resolve<R>(
  specifier: string,
  context: { readonly parentURL?: string | undefined },
  next: (specifier: string, context: object) => R,
): R | Resolved {
  if (specifier === '@chronum/sdk') return { url: SDK_URL, shortCircuit: true };
  const resolved = next(specifier, context);
  const { parentURL } = context;
  if (parentURL !== undefined && 'url' in (resolved as object)) {
    const { url } = resolved as unknown as Resolved;
    const imports = importsByModule.get(parentURL) ?? new Set();
    importsByModule.set(parentURL, imports.add(url));
  }
  return resolved;
}

export function load<R>(url: string, context: object, next: (url: string, context: object) => R): R | Loaded {
  if (!/^file:.*\.m?ts(?:[?#].*)?$/.test(url)) return next(url, context);
  const path = fileURLToPath(new URL(url));
  return { format: 'module', source: stripTypes(readFileSync(path, 'utf8')), shortCircuit: true };
}

/** Local files from which a module was made, itself first; packages are left out. */
export function filesOf(url: string): string[] {
  const seen = new Set<string>();
  const visit = (at: string): void => {
    if (seen.has(at) || !at.startsWith('file:') || at.includes('/node_modules/') || at === SDK_URL) return;
    seen.add(at);
    for (const imported of importsByModule.get(at) ?? []) visit(imported);
  };
  visit(url);
  const paths = [...seen].map((one) => fileURLToPath(new URL(one)));
  return [...new Set(paths)].filter((path) => existsSync(path));
}
