import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFlow } from '../../core/flow/read.ts';
import { readFlowScript } from '../../core/flow/script/read-flow-script.ts';
import { writeFlowScript } from '../../core/flow/script/write-flow-script.ts';
import { createProcesses } from '../processes/index.ts';
import { createEvaluator, type Evaluator } from './evaluator.ts';

const source = join(import.meta.dirname, '..', '..');
const examples = join(source, '..', 'examples');

describe('TypeScript flows, evaluated in a process of their own', () => {
  let folder: string;
  let evaluator: Evaluator;
  let processes: ReturnType<typeof createProcesses>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chronum-scripts-'));
    processes = createProcesses({
      helperCommand: process.execPath,
      helperArgs: [join(source, 'helper', 'index.ts')],
      env: process.env,
      dataFolder: folder,
    });
    evaluator = createEvaluator({
      processes,
      command: process.execPath,
      args: ['--no-warnings', join(source, 'plugin-host', 'index.ts')],
      env: { PATH: process.env.PATH ?? '' },
      logs: folder,
    });
  });
  afterAll(async () => {
    await evaluator.close();
    await processes.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const read = async (name: string) =>
    readFlowScript(await evaluator.evaluate(folder, join(folder, name)), { file: name });
  const told = async (name: string) =>
    (await read(name)).diagnostics.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);

  it.each(readdirSync(examples).filter((file) => file.endsWith('.yaml')))('%s survives as a script', async (file) => {
    const { flow } = readFlow(readFileSync(join(examples, file), 'utf8'), { file });
    const name = file.replace('.chronum.yaml', '.flow.ts');
    write(name, writeFlowScript(flow!));
    const reading = await read(name);
    expect(reading.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(reading.flow).toEqual(flow);
  });

  it('computes, imports, and knows the lines of its steps', async () => {
    write('names.ts', `export const names: readonly string[] = ['a', 'b'];`);
    write(
      'computed.flow.ts',
      `import { defineFlow, type StepScript } from '@chronum/sdk';
import { names } from './names.ts';

const last: StepScript = { id: 'last', run: 'echo done', needs: names.map((name) => \`step-\${name}\`) };
export default defineFlow({
  name: 'computed',
  steps: [
    { id: 'first', run: 'echo first' },
    ...names.map((name): StepScript => ({ id: \`step-\${name}\`, run: \`echo \${name}\` })),
    last,
  ],
});
`,
    );
    const { flow, lines, diagnostics } = await read('computed.flow.ts');
    expect(diagnostics).toEqual([]);
    expect(flow?.steps.map(({ id }) => id)).toEqual(['first', 'step-a', 'step-b', 'last']);
    expect(lines.steps.first).toBe(8);
    // Made by a computation: the list is as near as one can come.
    expect(lines.steps['step-b']).toBe(7);

    write('names.ts', `export const names: readonly string[] = ['c'];`);
    expect((await read('computed.flow.ts')).flow?.steps.map(({ id }) => id)).toEqual(['first', 'step-c', 'last']);
  });

  it('tells what is wrong where it stands in the script', async () => {
    write(
      'wrong.flow.ts',
      `import { defineFlow } from '@chronum/sdk';
const limit: number = -1;
export default defineFlow({
  name: 'wrong',
  steps: [
    { id: 'a', run: 'echo', retry: { limit } },
    { id: 'b', run: 'echo', need: ['a'] } as never,
    { id: 'c', run: 'echo', needs: ['nobody'] },
  ],
});
`,
    );
    expect(await told('wrong.flow.ts')).toEqual([
      expect.stringMatching(/^6:38 .*at least 0/),
      expect.stringMatching(/^7:.* unknown-key .*did you mean `needs`/),
      expect.stringMatching(/^8:\d+ .*nobody/),
    ]);
  });

  it.each([
    [
      'throws',
      `const explode = (): never => {\n  throw new Error('not today');\n};\nexport default explode();`,
      '2:9 script-failed not today',
    ],
    ['breaks', `export default {\n  name: 'x',\n  steps: [,\n`, /^\d+:\d+ script-failed /],
    ['empty', `export const flow = 1;`, /script-failed it has no default export/],
    [
      'function',
      `export default { name: 'x', steps: [{ id: 'a', run: () => 1 }] };`,
      /script-failed `steps\[0\].run` is a function/,
    ],
    ['enum', `enum A { B }\nexport default { name: 'x', steps: [] };`, /script-failed .*enum/],
  ])('%s: one line that says what', async (name, text, expected) => {
    write(`${name}.flow.ts`, text);
    const [first, ...more] = await told(`${name}.flow.ts`);
    expect(more).toEqual([]);
    if (typeof expected === 'string') expect(first).toBe(expected);
    else expect(first).toMatch(expected);
  });
});
