import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFlow } from '../../../../core/flow/read.ts';
import { allSteps } from '../../../../core/flow/steps.ts';
import { rawOf } from '../../../../core/flow/yaml/raw.ts';
import { jsonOfRaw, rawAtPath } from './values.ts';
import { readPart } from './written-part.ts';

const folder = join(import.meta.dirname, '../../../../../examples');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
/** Longer than what is read as a whole: comments behind everything. */
const LONG = `# ${'x'.repeat(100)}\n`.repeat(250);

describe('a part of a long text', () => {
  it.each(files)('has the values of the whole: %s', (file) => {
    const text = readFileSync(join(folder, file), 'utf8') + LONG;
    const { draft, lines, document } = readFlow(text, { file });
    const whole = rawOf(document).value;
    for (const { path, fullId } of allSteps(draft!)) {
      const part = readPart(text, { kind: 'step', path, line: lines.steps[fullId] ?? 1 });
      expect(jsonOfRaw(rawAtPath(part, path))).toEqual(jsonOfRaw(rawAtPath(whole, path)));
    }
    const head = readPart(text, { kind: 'flow' });
    for (const key of Object.keys(draft!).filter((one) => one !== 'steps' && one !== 'extensions')) {
      expect(jsonOfRaw(rawAtPath(head, [key]))).toEqual(jsonOfRaw(rawAtPath(whole, [key])));
    }
  });

  it('is much less than the whole', () => {
    const steps = Array.from(
      { length: 2000 },
      (_, i) => `  - id: s${i}\n    run: |\n      echo ${i}\n\n      - no step\n`,
    );
    const text = `name: x\nsteps:\n${steps.join('')}env: {A: "1"}\n`;
    const part = readPart(text, { kind: 'step', path: ['steps', 1500], line: 3 + 1500 * 5 });
    expect(jsonOfRaw(part)).toEqual({
      steps: [...Array(1500).fill(''), { id: 's1500', run: 'echo 1500\n\n- no step\n' }],
    });
    expect(jsonOfRaw(readPart(text, { kind: 'flow' }))).toEqual({ name: 'x', env: { A: '1' }, steps: [] });
  });
});
