import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from './project.ts';

const CONFIG = inProject('.dependency-cruiser.cjs');
const RULES: string[] = createRequire(import.meta.url)(CONFIG).forbidden.map((rule: { name: string }) => rule.name);

/** For each rule: files that break it, each with what it imports. Files that are only imported need no entry. */
const PLANTED: Record<string, Record<string, string>> = {
  'core-imports-core': { 'src/core/a.ts': 'src/contract/plain.ts' },
  'core-packages': { 'src/core/b.ts': 'react' },
  'core-has-no-node': { 'src/core/c.ts': 'node:fs' },
  'contract-imports-core': { 'src/contract/a.ts': 'src/main/ports/plain.ts' },
  'contract-packages': { 'src/contract/b.ts': 'react' },
  'contract-has-no-node': { 'src/contract/c.ts': 'node:path' },
  'ports-import-core': { 'src/main/ports/a.ts': 'src/contract/plain.ts' },
  'engine-imports-ports': { 'src/main/engine/a.ts': 'src/main/store/plain.ts' },
  'scheduler-imports-ports': { 'src/main/scheduler/a.ts': 'src/main/engine/plain.ts' },
  'store-imports-ports': { 'src/main/store/a.ts': 'src/main/engine/plain.ts' },
  'logs-import-ports': { 'src/main/logs/a.ts': 'src/main/store/plain.ts' },
  'secrets-import-ports': { 'src/main/secrets/a.ts': 'src/main/store/plain.ts' },
  'triggers-import-ports': { 'src/main/triggers/a.ts': 'src/main/store/plain.ts' },
  'executors-import-ports': { 'src/main/executors/shell/a.ts': 'src/main/processes/plain.ts' },
  'hooks-import-ports': { 'src/main/hooks/a.ts': 'src/main/executors/plain.ts' },
  'plugins-import-ports': { 'src/main/plugins/a.ts': 'src/main/store/plain.ts' },
  'sdk-imports-types': { 'src/sdk/a.ts': 'src/main/engine/plain.ts' },
  'plugin-host-imports-sdk': { 'src/plugin-host/a.ts': 'src/main/app/plain.ts' },
  'executors-are-apart': { 'src/main/executors/shell/b.ts': 'src/main/executors/python/plain.ts' },
  'processes-import-ports': { 'src/main/processes/a.ts': 'src/helper/plain.ts' },
  'app-imports-down': { 'src/main/app/a.ts': 'src/main/electron/plain.ts' },
  'electron-host-imports-down': { 'src/main/electron/a.ts': 'src/renderer/shared/plain.ts' },
  'cli-imports-down': { 'src/cli/a.ts': 'src/main/electron/plain.ts' },
  'helper-imports-core': { 'src/helper/a.ts': 'src/main/ports/plain.ts' },
  'helper-packages': { 'src/helper/b.ts': 'zod' },
  'preload-imports-contract': { 'src/preload/a.ts': 'src/main/ports/plain.ts' },
  'renderer-app-imports-down': { 'src/renderer/app/a.ts': 'src/main/ports/plain.ts' },
  'features-import-shared': { 'src/renderer/features/canvas/a.ts': 'src/renderer/app/plain.ts' },
  'features-are-apart': { 'src/renderer/features/canvas/b.ts': 'src/renderer/features/runs/plain.ts' },
  'shared-imports-contract': { 'src/renderer/shared/a.ts': 'src/renderer/features/runs/plain.ts' },
  'renderer-has-no-node': { 'src/renderer/shared/b.ts': 'node:os' },
  'electron-in-hosts': { 'src/main/app/b.ts': 'electron', 'src/main/store/b.test.ts': 'electron' },
  'child-process-in-helper': {
    'src/cli/b.ts': 'node:child_process',
    'src/main/executors/shell/c.ts': 'node:child_process',
    'src/main/app/c.ts': 'node-pty',
  },
  'sqlite-in-store': { 'src/main/engine/b.ts': 'better-sqlite3' },
  'testing-imports-down': { 'src/testing/a.ts': 'src/main/electron/plain.ts' },
  'production-has-no-doubles': { 'src/main/electron/b.ts': 'src/testing/plain.ts' },
  'no-cycles': { 'src/core/d.ts': 'src/core/e.ts', 'src/core/e.ts': 'src/core/d.ts' },
  'everything-resolves': { 'src/core/f.ts': 'src/core/missing.ts' },
};

/** What the rules must let pass. */
const ALLOWED: Record<string, string> = {
  'src/core/ok.ts': 'zod',
  'src/core/ok.test.ts': 'vitest',
  'src/contract/ok.ts': 'src/core/plain.ts',
  'src/main/ports/ok.ts': 'src/core/plain.ts',
  'src/main/engine/ok.ts': 'src/main/ports/plain.ts',
  'src/main/engine/ok.test.ts': 'src/testing/plain.ts',
  'src/main/store/ok.ts': 'better-sqlite3',
  'src/main/processes/ok.ts': 'src/helper/protocol.ts',
  'src/testing/ok.ts': 'src/main/store/plain.ts',
  'src/main/processes/spawn.ts': 'node:child_process',
  'src/main/executors/shell/ok.ts': 'src/main/executors/plain.ts',
  'src/main/app/ok.ts': 'src/main/store/plain.ts',
  'src/main/electron/ok.ts': 'electron',
  'src/main/index.ts': 'src/main/electron/plain.ts',
  'src/cli/ok.ts': 'src/main/app/plain.ts',
  'src/helper/ok.ts': 'node:child_process',
  'src/preload/ok.ts': 'electron',
  'src/renderer/app/ok.tsx': 'src/renderer/features/runs/plain.ts',
  'src/renderer/features/runs/ok.tsx': 'src/renderer/shared/plain.ts',
};

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

let folder = '';
let violations: Violation[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chronum-arrows-'));
  const imports = [...Object.values(PLANTED).flatMap((files) => Object.entries(files)), ...Object.entries(ALLOWED)];
  for (const [file, target] of imports) plant(file, target);
  for (const [, target] of imports) provide(target);
  const cruiser = inProject('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const result = spawnSync(process.execPath, [cruiser, '--config', CONFIG, '--output-type', 'json', 'src'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(result.stderr).toBe('');
  violations = JSON.parse(result.stdout).summary.violations;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file twice: once it imports a value, once only a type. The twins of a cycle make one of their own. */
function plant(file: string, target: string): void {
  write(file, `import * as value from '${specifierOf(file, target)}';\nexport const used = value;\n`);
  const twin = target in PLANTED['no-cycles']! ? typesOf(target) : target;
  write(typesOf(file), `import type { Thing } from '${specifierOf(file, twin)}';\nexport type Used = Thing;\n`);
}

const typesOf = (file: string) => file.replace(/((?:\.test)?\.tsx?)$/, '-types$1');

function specifierOf(file: string, target: string): string {
  return target.startsWith('src/') ? `./${posix.relative(posix.dirname(file), target)}` : target;
}

function provide(target: string): void {
  if (target.startsWith('src/')) {
    if (!target.endsWith('missing.ts') && target.match(/(plain|protocol)\.ts$/))
      write(target, 'export type Thing = 1;\n');
  } else if (!target.startsWith('node:')) {
    write(`node_modules/${target}/package.json`, JSON.stringify({ name: target, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${target}/index.js`, 'module.exports = {};\n');
  }
}

function write(file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function brokenBy(file: string): string[] {
  return violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
}

describe('the arrows', () => {
  test('every rule has a planted violation', () => {
    expect(Object.keys(PLANTED).toSorted()).toEqual(RULES.toSorted());
  });

  test.each(RULES)('%s is enforced, for values and for types', (rule) => {
    const files = Object.keys(PLANTED[rule] ?? {});
    if (rule === 'no-cycles') {
      // Reported at one of its files.
      expect(files.flatMap(brokenBy)).toContain(rule);
      expect(files.map(typesOf).flatMap(brokenBy)).toContain(rule);
      return;
    }
    for (const file of files) {
      expect(brokenBy(file), file).toContain(rule);
      expect(brokenBy(typesOf(file)), typesOf(file)).toContain(rule);
    }
  });

  test.each(Object.keys(ALLOWED))('%s may import what it does', (file) => {
    expect(brokenBy(file)).toEqual([]);
    expect(brokenBy(typesOf(file))).toEqual([]);
  });
});
