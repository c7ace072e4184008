import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../core/base/json.ts';
import { editFlow } from '../../../../core/flow/edit/index.ts';
import type { FlowEdit } from '../../../../core/flow/edit/model.ts';
import { parseDocumentText } from '../../../../core/flow/yaml/document.ts';
import type { Path } from '../../../../core/flow/yaml/path.ts';
import { rawOf } from '../../../../core/flow/yaml/raw.ts';
import { ruleEdits, ruleValue, settingEdits, textOfRaw, valueOfText } from './values.ts';

const rootOf = (text: string) => rawOf(parseDocumentText(text, '')).value;

function edited(text: string, edits: readonly FlowEdit[]): string {
  const done = editFlow(text, edits);
  if (!done.ok) throw new Error(done.error.message);
  return done.value.text;
}

describe('what is typed into a field', () => {
  it.each<[string, Parameters<typeof valueOfText>[1], Json | undefined]>([
    ['  ', 'text', undefined],
    ['5', 'text', '5'],
    [' 10m ', 'text', '10m'],
    ['3', 'number', 3],
    ['-1.5', 'number', -1.5],
    ['many', 'number', 'many'],
    ['${{ params.tries }}', 'number', '${{ params.tries }}'],
    ['true', 'condition', true],
    ['steps.a.ok', 'condition', 'steps.a.ok'],
    ['0x10', 'any', 16],
    ['null', 'any', null],
    ['.inf', 'any', '.inf'],
    ['two words', 'any', 'two words'],
  ])('%j as %s', (text, kind, value) => {
    expect(valueOfText(text, kind)).toEqual(value);
  });

  it('ends several lines with a line end, and keeps one that was there', () => {
    expect(valueOfText('a\nb', 'lines')).toBe('a\nb\n');
    expect(valueOfText('a', 'lines')).toBe('a');
    expect(valueOfText('a', 'lines', 'b\n')).toBe('a\n');
    expect(textOfRaw('a\nb\n')).toBe('a\nb');
  });
});

describe('a key of a step', () => {
  const text = 'name: x\nsteps:\n  - id: a # here\n    run: y\n    with:\n      auth:\n        user: me\n';
  const at = (...keys: string[]): Path => ['steps', 0, ...keys];

  it('is given and taken away', () => {
    const given = edited(text, settingEdits(rootOf(text), at('timeout'), '5s', 2));
    expect(given).toContain('    timeout: 5s\n');
    expect(edited(given, settingEdits(rootOf(given), at('timeout'), undefined, 2))).toBe(text);
    expect(settingEdits(rootOf(text), at('timeout'), undefined, 2)).toEqual([]);
  });

  it('takes maps along that it was the last of, but never the step', () => {
    expect(edited(text, settingEdits(rootOf(text), at('with', 'auth', 'user'), undefined, 2))).toBe(
      'name: x\nsteps:\n  - id: a # here\n    run: y\n',
    );
    const alone = 'name: x\nsteps:\n  - run: y\n';
    expect(settingEdits(rootOf(alone), at('run'), undefined, 2)).toEqual([{ op: 'remove', path: at('run') }]);
  });
});

describe('a rule with a short form', () => {
  const flow = (rule: string) => `name: x\nsteps:\n  - id: a\n    run: y\n${rule}`;
  const change = (rule: string, key: string, value: Json | undefined) => {
    const text = flow(rule);
    const path = ['steps', 0, 'retry'];
    return edited(text, ruleEdits({ root: rootOf(text), path, short: 'limit', usual: 3 }, key, value));
  };

  it.each<[string, string, Json | undefined, string]>([
    ['', 'limit', 2, '    retry: 2\n'],
    ['', 'delay', '5s', '    retry: {limit: 3, delay: 5s}\n'],
    ['    retry: 2 # why\n', 'limit', 4, '    retry: 4 # why\n'],
    ['    retry: 2\n', 'delay', '5s', '    retry: {limit: 2, delay: 5s}\n'],
    ['    retry: 2\n', 'limit', undefined, ''],
    ['    retry: 2\n', 'delay', undefined, '    retry: 2\n'],
    ['    retry: {limit: 2, delay: 5s}\n', 'delay', undefined, '    retry: {limit: 2}\n'],
    ['    retry: {limit: 2, delay: 5s}\n', 'backoff', 'linear', '    retry: {limit: 2, delay: 5s, backoff: linear}\n'],
    ['    retry: {limit: 2}\n', 'limit', undefined, ''],
  ])('%j: %s becomes %j', (rule, key, value, after) => {
    expect(change(rule, key, value)).toBe(flow(after));
  });

  it('is read in either form', () => {
    expect(textOfRaw(ruleValue(rootOf('2'), 'limit', 'limit'))).toBe('2');
    expect(ruleValue(rootOf('2'), 'limit', 'delay')).toBeUndefined();
    expect(textOfRaw(ruleValue(rootOf('{limit: 2, delay: 5s}'), 'limit', 'delay'))).toBe('5s');
  });
});
