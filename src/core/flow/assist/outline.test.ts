import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { formatPath, type Path } from '../yaml/path.ts';
import { outlineOf } from './outline.ts';

const told = (text: string) =>
  outlineOf(text).map(
    ({ path, start, keyEnd, valueStart, valueEnd }) =>
      `${formatPath(path)} = ${text.slice(start, keyEnd)} | ${text.slice(valueStart, valueEnd)}`,
  );

describe('outlineOf', () => {
  it('places keys and entries by indentation', () => {
    expect(
      told('name: a # why\nsteps:\n  - id: x\n    run: |\n      a: b\n      - c\n    needs: [p, "q r"]\n- y\n'),
    ).toEqual([
      'name = name | a',
      'steps = steps | ',
      'steps[0] = - | ',
      'steps[0].id = id | x',
      'steps[0].run = run | |\n      a: b\n      - c\n',
      'steps[0].needs = needs | [p, "q r"]',
      'steps[0].needs[0] =  | p',
      'steps[0].needs[1] =  | "q r"',
      'steps[0] = - | y',
    ]);
  });

  it('goes on below a line that is only half typed', () => {
    expect(
      told('steps:\n  - id: x\n    ne\n    retry:\n      li\n      delay: 3s\n  - id: y\n').filter((l) =>
        /y|delay/.test(l),
      ),
    ).toEqual(['steps[0].retry = retry | ', 'steps[0].retry.delay = delay | 3s', 'steps[1].id = id | y']);
  });

  it('goes on below a bracket that is not closed yet', () => {
    expect(told('steps:\n  - {id: x, needs: [a, \n  - id: y\n')).toEqual([
      'steps = steps | ',
      'steps[0] = - | {id: x, needs: [a, ',
      'steps[0].id = id | x',
      'steps[0].needs = needs | [a, ',
      'steps[0].needs[0] =  | a',
      'steps[1] = - | ',
      'steps[1].id = id | y',
    ]);
  });

  it('takes templates in flow collections as one text', () => {
    expect(told('- {if: ${{ a == {} }}, run: x}\n')).toEqual([
      '[0] = - | {if: ${{ a == {} }}, run: x}',
      '[0].if = if | ${{ a == {} }}',
      '[0].run = run | x',
    ]);
  });

  const examples = join(import.meta.dirname, '../../../../examples');
  const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  it.each(files)('finds what the parser finds in %s', (file) => {
    const text = readFileSync(join(examples, file), 'utf8');
    expect(outlineOf(text).map(({ path }) => formatPath(path))).toEqual(parsedPaths(text));
  });

  it('has an end for every text', () => {
    const piece = fc.constantFrom(
      '- ',
      'a: ',
      'b',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '|',
      '#',
      '${{',
      '}}',
      ':',
      '\t',
      '&x ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        for (const { start, keyEnd, valueStart, valueEnd } of outlineOf(text)) {
          expect([start, keyEnd, valueStart, valueEnd, text.length]).toEqual(
            [start, keyEnd, valueStart, valueEnd, text.length].toSorted((a, b) => a - b),
          );
        }
      }),
    );
  });
});

/** The paths of every key and entry, by the parser, in the order of the text. */
function parsedPaths(text: string): string[] {
  const found: string[] = [];
  const walk = (node: unknown, path: Path) => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const inner = [...path, isScalar(key) ? String(key.source ?? key.value) : String(key)];
        found.push(formatPath(inner));
        walk(value as Node, inner);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, index) => {
        found.push(formatPath([...path, index]));
        walk(item as Node, [...path, index]);
      });
    }
  };
  walk(parseDocument(text, { merge: true, uniqueKeys: false }).contents, []);
  return found;
}
