import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeExpression, completeTemplate } from './complete.ts';
import type { Vocabulary } from './vocabulary.ts';

const NAMES: Readonly<Record<string, readonly string[]>> = {
  '': ['params', 'steps', 'env', 'trigger'],
  steps: ['build', 'unit-tests', 'deploy'],
  'steps.build': ['outputs', 'status', 'exitCode'],
  'steps.unit-tests': ['outputs', 'status'],
  'steps.build.outputs': ['version', 'change log'],
  params: ['dry-run', 'target'],
};
const vocabulary: Vocabulary = {
  members: (path) => (NAMES[path.join('.')] ?? []).map((name) => ({ name, value: path.join('.') })),
};

/** What is offered at the `|`, and the text after the first of it was taken. */
function at(marked: string, complete = completeExpression) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = complete(text, offset, vocabulary);
  const labels = found?.options.map(({ label }) => label) ?? [];
  const [first] = found?.options ?? [];
  const taken =
    found === undefined || first === undefined
      ? undefined
      : text.slice(0, found.from) + first.insert + text.slice(found.to);
  return { labels, taken, found };
}

describe('completing an expression', () => {
  it('begins with the names in scope, then functions', () => {
    expect(at('|').labels.slice(0, 5)).toEqual(['params', 'steps', 'env', 'trigger', 'basename']);
    expect(at('|').found?.isAsked).toBe(false);
    expect(at('par|').labels[0]).toBe('params');
    expect(at('par|').found?.isAsked).toBe(true);
    expect(at('1 < st|').taken).toBe('1 < steps');
  });

  it.each([
    ['steps.|', ['build', 'unit-tests', 'deploy']],
    ['steps.bu|', ['build']],
    ['!steps.build.ou|', ['outputs']],
    ['steps.unit-t|', ['unit-tests']],
    ['steps.unit-tests.st|', ['status']],
    ['steps . build . outputs.v|', ['version']],
    ['steps["unit-tests"].|', ['outputs', 'status']],
    ["steps['build'].outputs.|", ['version']],
    ['params.dry|', ['dry-run']],
    ['size(steps.dep|) > 1', ['deploy']],
  ])('knows what stands behind a dot: %s', (marked, labels) => {
    expect(at(marked).labels).toEqual(labels);
  });

  it('takes a minus between values for an operator', () => {
    expect(at('trigger-params.|').labels).toEqual(['dry-run', 'target']);
    expect(at('1-par|').taken).toBe('1-params');
    expect(at('trigger-st|').taken).toBe('trigger-steps');
  });

  it('writes names that are no words as texts in brackets, and closes them', () => {
    expect(at('steps.build.outputs["ch|').taken).toBe('steps.build.outputs["change log"]');
    expect(at('steps.build.outputs["ch|"]').taken).toBe('steps.build.outputs["change log"]');
    expect(at("steps['un|'] == 1").taken).toBe("steps['unit-tests'] == 1");
  });

  it('replaces the whole word that the cursor is in', () => {
    expect(at('steps.bu|ld.status').taken).toBe('steps.build.status');
    expect(at('pa|rms.target').taken).toBe('params.target');
  });

  it('puts the cursor into the brackets of a function, and adds none where they are', () => {
    const { found, taken } = at('toJ|');
    expect(taken).toBe('toJson()');
    expect(found?.options[0]?.cursor).toBe('toJson('.length);
    expect(at('toJ|(params)').taken).toBe('toJson(params)');
  });

  it('offers methods behind a value', () => {
    expect(at('params.target.st|').labels).toContain('startsWith');
    expect(at('"a,b".sp|').taken).toBe('"a,b".split()');
    expect(at('string(1).si|').labels).toContain('size');
    expect(at('params.target.tri|').taken).toBe('params.target.trim()');
  });

  it.each(['"steps.|"', '// steps.|', '"""steps.|"""', '12|', '1.5|'])('offers nothing in %s', (marked) => {
    expect(at(marked).labels).toEqual([]);
  });

  it('has nothing to say of what is written to its end', () => {
    expect(at('steps.build.version|').found).toBeUndefined();
    expect(at('steps.deploy|').found).toBeUndefined();
  });

  it('carries what a name held in the last run', () => {
    expect(at('steps.build.outputs.v|').found?.options[0]?.value).toBe('steps.build.outputs');
  });
});

describe('completing a text with templates', () => {
  it('completes inside of a template alone', () => {
    expect(at('v${{ steps.bu| }} and more', completeTemplate).taken).toBe('v${{ steps.build }} and more');
    expect(at('v${{ params.x }} steps.bu|', completeTemplate).labels).toEqual([]);
    expect(at('steps.bu|${{ params.x }}', completeTemplate).labels).toEqual([]);
  });

  it('completes in one that is not closed yet', () => {
    expect(at('a ${{ steps.bu|', completeTemplate).taken).toBe('a ${{ steps.build');
    expect(at('a ${{ steps.bu|\nb ${{ 1 }}', completeTemplate).taken).toBe('a ${{ steps.build\nb ${{ 1 }}');
    expect(at('${{ steps.bu| ${{ params.target }}', completeTemplate).taken).toBe(
      '${{ steps.build ${{ params.target }}',
    );
  });

  it('begins a template', () => {
    expect(at('echo $|', completeTemplate).taken).toBe('echo ${{  }}');
    expect(at('echo ${|}', completeTemplate).taken).toBe('echo ${{  }}');
    expect(at('echo ${{|', completeTemplate).labels.length).toBeGreaterThan(0);
  });
});

it('never replaces anything but the word at the cursor, whatever the text', () => {
  const piece = fc.constantFrom(
    'steps',
    '.',
    'build',
    '-',
    '"',
    "'",
    '[',
    ']',
    '${{',
    '}}',
    ' ',
    '(',
    ')',
    '//',
    '\n',
    'a1',
    '9',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(), (pieces, die) => {
      const text = pieces.join('');
      const offset = die % (text.length + 1);
      for (const complete of [completeExpression, completeTemplate]) {
        const found = complete(text, offset, vocabulary);
        if (found === undefined) continue;
        expect(found.from).toBeLessThanOrEqual(offset);
        expect(found.to).toBeGreaterThanOrEqual(offset);
        expect(text.slice(found.from, offset)).toMatch(/^([A-Za-z0-9_-]*|\$\{{0,2}|[^"'\n]*)$/);
        expect(text.slice(offset, found.to)).toMatch(/^([A-Za-z0-9_-]*|\}{0,2}|[^"'\]\n]*["']\s*\]?)$/);
      }
    }),
    { numRuns: 2000 },
  );
});
