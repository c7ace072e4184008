import { homedir } from 'node:os';
import { isAbsolute, posix, resolve, sep } from 'node:path';

/** The files that a trigger names: patterns made absolute, with `/`. */
export interface PathPatterns {
  /** The folders or files below which something can match: none lies in another. */
  readonly roots: readonly string[];
  /** Whether a path (absolute, native) is one of them. */
  matches(path: string): boolean;
  /** Whether nothing at or below a path can be one of them. */
  excludes(path: string): boolean;
}

/** Not looked into unless a pattern names them: they change all the time, and nobody means them. */
const SKIPPED = ['node_modules', '.git'];
const GLOB = /[*?[\]{}!()]/;

/** Patterns are relative to `base`, absolute, or begin with `~/`. Those that end with `/` mean all below. */
export function compilePatterns(base: string, patterns: readonly string[], ignore: readonly string[]): PathPatterns {
  const wanted = patterns.map((pattern) => absolutePattern(base, pattern));
  const unwanted = ignore.map((pattern) => absolutePattern(base, pattern));
  const skipped = SKIPPED.filter((name) => !patterns.some((pattern) => pattern.split('/').includes(name)));
  const isIgnored = (path: string) =>
    unwanted.some((pattern) => posix.matchesGlob(path, pattern) || posix.matchesGlob(path, `${pattern}/**`)) ||
    skipped.some((name) => path.includes(`/${name}/`) || path.endsWith(`/${name}`));
  return {
    roots: withoutNested(wanted.map(rootOf)),
    matches: (native) => {
      const path = toSlashes(native);
      return wanted.some((pattern) => posix.matchesGlob(path, pattern)) && !isIgnored(path);
    },
    excludes: (native) => isIgnored(toSlashes(native)),
  };
}

const toSlashes = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'));

function absolutePattern(base: string, pattern: string): string {
  const text = pattern.endsWith('/') ? `${pattern}**` : pattern;
  if (text === '~' || text.startsWith('~/')) return posix.join(toSlashes(homedir()), text.slice(1));
  if (isAbsolute(text)) return toSlashes(text);
  // The base is a path, not a pattern: what looks like one in it is meant literally.
  return posix.join(escapeGlob(toSlashes(resolve(base))), text);
}

const escapeGlob = (path: string): string => path.replace(/[*?[\]{}!()]/g, '[$&]');
const unescapeGlob = (path: string): string => path.replace(/\[([*?[\]{}!()])\]/g, '$1');

/** The part of a pattern before its first wildcard, up to a `/`. */
function rootOf(pattern: string): string {
  const parts = pattern.split('/');
  const end = parts.findIndex((part) => GLOB.test(part.replace(/\[[*?[\]{}!()]\]/g, '')));
  const fixed = unescapeGlob(parts.slice(0, end < 0 ? parts.length : end).join('/')) || '/';
  return sep === '/' ? fixed : fixed.split('/').join(sep);
}

const withoutNested = (roots: readonly string[]): string[] =>
  [...new Set(roots)].filter(
    (root) => !roots.some((other) => other !== root && `${root}${sep}`.startsWith(`${other}${sep}`)),
  );
