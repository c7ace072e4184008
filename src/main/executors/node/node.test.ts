import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExecutionHarness, type ExecutionHarness } from '../../../testing/execution-harness.ts';
import { nodeExecutor } from './index.ts';

let harness: ExecutionHarness;
beforeEach(() => {
  harness = createExecutionHarness();
});
afterEach(() => harness.close());
const env = { PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
const node = (run: string, more: { with?: object; context?: object } = {}) =>
  harness.execute(nodeExecutor, { run, ...more, context: { env, ...more.context } });

describe('a node step', () => {
  it.each([
    ['a.js', 'console.log("js", process.argv[2])'],
    ['a.cjs', 'console.log("cjs", process.argv[2], typeof require)'],
    ['a.mjs', 'import fs from "node:fs"; console.log("mjs", process.argv[2], typeof fs)'],
    ['a.ts', 'const x: string = "ts"; console.log(x, process.argv[2])'],
  ])('runs a file %s', async (file, text) => {
    harness.write(file, text);
    const step = await node(file, { with: { args: ['arg'] } });
    expect(step.result).toEqual({ status: 'succeeded', exitCode: 0 });
    expect(await step.log('stdout')).toMatch(/^[cm]?[jt]s arg/);
  });

  it('runs source text as either kind of module, which imports from its folder', async () => {
    harness.write('lib.cjs', 'module.exports = 41');
    harness.write('node_modules/pkg/package.json', '{"name":"pkg","type":"module","exports":"./index.js"}');
    harness.write('node_modules/pkg/index.js', 'export const x = 1');
    expect(await (await node('console.log(require("./lib.cjs") + 1, process.argv.length)')).log()).toBe('42 1\n');
    expect(await (await node('import { x } from "pkg";\nconsole.log(x + (await 1));')).log()).toBe('2\n');
    const args = { with: { args: ['--flag', 'b c'] } };
    expect(await (await node('console.log(process.argv.slice(1))', args)).log()).toBe("[ '--flag', 'b c' ]\n");
  });

  it('runs source text longer than an argument may be', async () => {
    expect(await (await node(`/* ${'x'.repeat(300_000)} */ console.log("long")`)).log()).toBe('long\n');
  });

  it('takes our own runtime where there is no node', async () => {
    const step = await node('console.log(process.execPath)', { context: { env: { PATH: '' } } });
    expect(await step.log()).toBe(`${process.execPath}\n`);
  });

  it('says when a Node is too old for TypeScript', async () => {
    harness.write('old-node', '#!/bin/sh\necho v20.18.0\n', 0o755);
    harness.write('a.ts', '');
    const step = await node('a.ts', { with: { runtime: './old-node' } });
    expect(step.result).toMatchObject({
      error: {
        kind: 'spawn',
        code: 'typescript-not-supported',
        message: expect.stringMatching(/is Node 20\.18\.0, and TypeScript needs 22\.18/),
      },
    });
  });

  it('says when script or runtime are missing', async () => {
    expect((await node('missing.ts')).result).toMatchObject({
      error: { code: 'script-not-found', message: expect.stringContaining(join(harness.workspace, 'missing.ts')) },
    });
    expect((await node('1', { with: { runtime: 'no-such-node' } })).result).toMatchObject({
      error: { code: 'interpreter-not-found', message: expect.stringContaining('no-such-node') },
    });
  });
});
