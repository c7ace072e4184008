import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFlow } from '../read.ts';
import { explainAt, type Knowledge, outlineOf, suggestAt } from './index.ts';

const FLOW = `name: d
params: {who: you}
steps:
  - id: build
    run: make
  - id: test
    run: make test
    needs: [build]
`;
const knowledge: Knowledge = {
  flow: readFlow(FLOW, { file: 'f' }).draft,
  executors: [
    { name: 'shell', description: 'Runs a script' },
    {
      name: 'http',
      schema: {
        type: 'object',
        properties: {
          url: { type: 'string', description: 'Where to' },
          method: { enum: ['GET', 'POST'] },
          executor: { enum: ['mine'] },
        },
        required: ['url'],
      },
    },
    { name: 'my-plugin' },
  ],
};

const outlined = (text: string) => ({ text, entries: outlineOf(text) });

/** Suggestions at the `|`. */
function at(marked: string) {
  const offset = marked.indexOf('|');
  return suggestAt(outlined(marked.replace('|', '')), offset, knowledge);
}
const labels = (marked: string): readonly string[] => at(marked)?.options.map(({ label }) => label) ?? [];
/** The text after the first suggestion was taken. */
function taken(marked: string): string {
  const text = marked.replace('|', '');
  const found = at(marked);
  const [first] = found?.options ?? [];
  return found === undefined || first === undefined
    ? ''
    : text.slice(0, found.from) + first.insert + text.slice(found.to);
}

describe('keys', () => {
  it('are those of the flow, without the ones that are there', () => {
    expect(labels('name: a\n|\nsteps: []\n')).toContain('triggers');
    expect(labels('name: a\n|\nsteps: []\n')).not.toContain('name');
    expect(labels('name: a\ntrig|')).toEqual(['triggers']);
  });

  it('are those of a step, in a list, on its first line and below it', () => {
    for (const marked of [
      'steps:\n  - id: a\n    ne|\n',
      'steps:\n  - id: a\n    ne|\n  - id: b\n    run: x\n',
      'steps:\n- id: a\n  ne|\n',
      'steps:\n  - ne|\n',
      'steps:\n  - {id: a, ne|}\n',
      'steps:\n  - {id: a, ne|\n  - id: b\n',
      'steps:\n  - id: g\n    steps:\n      - id: x\n        ne|\n',
      'handlers:\n  always:\n    - id: x\n      ne|\n',
    ]) {
      expect(labels(marked)[0], marked).toBe('needs');
    }
  });

  it('say what they are for and what they take', () => {
    const [retry] = at('steps:\n  - id: a\n    retr|')?.options ?? [];
    expect(retry).toMatchObject({
      label: 'retry',
      kind: 'key',
      documentation: expect.stringContaining('Attempts after the first'),
    });
    expect(at('steps:\n  - id: a\n    tt|')?.options[0]?.detail).toBe('`true` or `false`');
  });

  it('know the map that they are in', () => {
    expect(labels('steps:\n  - id: a\n    retry:\n      back|')).toEqual(['backoff']);
    expect(labels('steps:\n  - id: a\n    retry: {limit: 2, back|}')).toEqual(['backoff']);
    expect(labels('concurrency:\n  on|')).toContain('onConflict');
    expect(labels('defaults:\n  time|')).toEqual(['timeout']);
  });

  it('below `with` are those of the executor', () => {
    const step = 'steps:\n  - id: a\n    executor: http\n    with:\n      ';
    expect(labels(`${step}|`)).toEqual(['url', 'method', 'executor']);
    expect(at(`${step}u|`)?.options[0]).toMatchObject({ documentation: 'Where to', detail: 'required, text' });
    expect(labels(`${step}method: |`)).toEqual(['GET', 'POST']);
    expect(labels(`${step}executor: |`)).toEqual(['mine']);
    expect(labels('steps:\n  - {id: a, executor: "http", with: {me|}}\n')).toEqual(['method']);
    expect(labels(`${step.replace('http', 'shell')}u|`)).toEqual([]);
  });

  it('go with those that are there: a trigger is of one kind', () => {
    expect(labels('triggers:\n  - cron: "0 9 * * *"\n    |')).toContain('timezone');
    expect(labels('triggers:\n  - cron: "0 9 * * *"\n    |')).not.toContain('every');
  });

  it('are written so that one can go on', () => {
    expect(taken('name: a\nstep|')).toBe('name: a\nsteps:\n  - ');
    expect(taken('name: a\nhandl|')).toBe('name: a\nhandlers:\n  ');
    expect(taken('steps:\n  - id: a\n    gracePer|')).toBe('steps:\n  - id: a\n    gracePeriod: ');
    expect(taken('steps:\n  - id: a\n    gracePer|: 3s')).toBe('steps:\n  - id: a\n    gracePeriod: 3s');
    expect(taken('steps:\n  - id: a\n    nee|eds: [x]')).toBe('steps:\n  - id: a\n    needs: [x]');
  });

  it('begin a list where there can only be one', () => {
    expect(labels('steps:\n  |')).toContain('- id');
    expect(labels('steps:\n  |').every((label) => label.startsWith('- '))).toBe(true);
  });
});

describe('values', () => {
  it('are the words of the format', () => {
    expect(labels('steps:\n  - id: a\n    retry:\n      backoff: |')).toEqual(
      expect.arrayContaining(['exponential', 'linear', 'constant']),
    );
    expect(labels('steps:\n  - {id: a, onLost: r|}')).toEqual(['rerun']);
    expect(labels('stopOnFail: |')).toEqual(['true', 'false', 'drain']);
  });

  it('are the executors that there are', () => {
    expect(labels('steps:\n  - id: a\n    executor: |')).toEqual(['shell', 'http', 'my-plugin']);
  });

  it('are steps in needs, and in what takes their place', () => {
    expect(labels(FLOW.replace('[build]', '[|]'))).toEqual(['build']);
    expect(labels(FLOW.replace('[build]', '[bu|]'))).toEqual(['build']);
    expect(labels(FLOW.replace('    needs: [build]', '    needs:\n      - |'))).toEqual(['build']);
    expect(labels(FLOW.replace('    needs: [build]', '    fallback: |'))).toEqual(['build']);
  });

  it('are expressions where they stand', () => {
    expect(labels(FLOW.replace('make test', 'echo ${{ params.| }}'))).toEqual(['who']);
    expect(labels(FLOW.replace('make test', '"echo ${{ params.| }}"'))).toEqual(['who']);
    expect(labels(FLOW.replace('make test', '>\n      echo ${{ params.| }}'))).toEqual(['who']);
    expect(taken(`${FLOW}    if: params.w|`)).toBe(`${FLOW}    if: params.who`);
  });

  it('are none in comments, in plain texts and behind them', () => {
    expect(labels('name: a # ste|')).toEqual([]);
    expect(labels('# ste|')).toEqual([]);
    expect(labels('steps:\n  - id: a\n    run: |\n'.replace('run: |', 'run: mak|'))).toEqual([]);
    expect(labels('steps:\n  - id: a\n    run: >\n      nee|\n')).toEqual([]);
  });
});

describe('explainAt', () => {
  const explain = (marked: string) => explainAt(outlined(marked.replace('|', '')), marked.indexOf('|'), knowledge);

  it('tells what a key is for', () => {
    expect(explain(FLOW.replace('needs', 'ne|eds'))).toMatchObject({
      kind: 'key',
      path: 'steps[1].needs',
      text: expect.stringContaining('Steps that must have succeeded first'),
    });
    expect(explain('x-own: |1')).toBeUndefined();
  });

  it('tells what an expression gave', () => {
    expect(explain(`${FLOW}    if: par|ams.who == "x"`)).toMatchObject({ kind: 'value', preview: { kind: 'none' } });
  });
});

it('has an answer for every place of every text', () => {
  const piece = fc.constantFrom(
    '- ',
    'steps:',
    'id: a',
    'needs: ',
    '\n',
    '  ',
    '{',
    '}',
    '[',
    ']',
    ', ',
    '"',
    '|',
    '# ',
    '${{ ',
    ' }}',
    'ru',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 24 }), fc.nat(), (pieces, die) => {
      const text = pieces.join('');
      const offset = die % (text.length + 1);
      const found = suggestAt(outlined(text), offset, knowledge);
      if (found !== undefined) {
        expect(found.from).toBeLessThanOrEqual(offset);
        expect(found.to).toBeGreaterThanOrEqual(offset);
      }
      explainAt(outlined(text), offset, knowledge);
    }),
    { numRuns: 500 },
  );
});
