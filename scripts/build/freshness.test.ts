import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isFresh, stampPath } from './freshness.mjs';

const BUILT_AT = Date.parse('2024-05-01T12:00:00Z');
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chronum-freshness-'));
  write('src/core/run.ts', -10);
  write('src/cli/index.ts', -10);
  write('src/renderer/main.tsx', -10);
  const stamp = stampPath(root, 'terminal');
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ startedAt: BUILT_AT, files: [] }));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes a file so that it and its folders changed so many seconds after the build. */
function write(file: string, seconds: number): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  const time = new Date(BUILT_AT + seconds * 1000);
  for (let at = path; at !== root; at = dirname(at)) utimesSync(at, time, time);
}

test('what was built after the last change is fresh', () => {
  expect(isFresh(root, 'terminal')).toBe(true);
});

test('what was never built is stale', () => {
  expect(isFresh(root, 'app')).toBe(false);
});

test.each(['src/core/run.ts', 'src/cli/deep/new.ts', 'package-lock.json'])('a change of %s makes it stale', (file) => {
  write(file, 1);
  expect(isFresh(root, 'terminal')).toBe(false);
});

test('a file that was removed makes it stale', () => {
  rmSync(join(root, 'src/core/run.ts'));
  expect(isFresh(root, 'terminal')).toBe(false);
});

test('a group does not mind the sources of another', () => {
  write('src/renderer/main.tsx', 1);
  expect(isFresh(root, 'terminal')).toBe(true);
});

test('a test does not make the program stale', () => {
  write('src/core/run.test.ts', 1);
  utimesSync(join(root, 'src/core'), new Date(BUILT_AT - 1000), new Date(BUILT_AT - 1000));
  expect(isFresh(root, 'terminal')).toBe(true);
});
