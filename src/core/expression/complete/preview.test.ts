import { describe, expect, it } from 'vitest';
import type { Scope } from '../index.ts';
import { previewExpression, previewTemplate } from './preview.ts';

const scope: Scope = {
  params: { target: 'prod' },
  env: () => ({ LEVEL: '3' }),
  matrix: {},
  item: null,
  index: null,
  previous: null,
  steps: (id) =>
    ({
      build: { status: 'succeeded', outputs: { version: '1.2.0', empty: null } },
      deploy: { status: 'skipped', outputs: {} },
      check: { status: 'failed', outputs: {} },
    })[id] ?? null,
};
const of = (text: string) => previewExpression(text, scope);

describe('the value of an expression in the last run', () => {
  it('is what it gave there', () => {
    expect(of('steps.build.outputs.version + "-" + params.target')).toEqual({ kind: 'value', value: '1.2.0-prod' });
    expect(of('env.LEVEL == "3"')).toEqual({ kind: 'value', value: true });
    expect(previewTemplate('v${{ steps.build.outputs.version }}!', scope)).toEqual({ kind: 'value', value: 'v1.2.0!' });
  });

  it.each([
    ['steps.deploy.outputs.url', '`deploy` was skipped in the last run'],
    ['steps.check.outputs.url + "x"', '`check` failed in the last run'],
    ['steps.nobody.outputs.url', 'The last run had no step `nobody`'],
    ['steps.build.outputs.url', '`build` gave no output `url` in the last run: it gave `version`, `empty`'],
    ['matrix.os', 'Has a value in an instance alone: select one to see it'],
    ['params.other', '`params.other` had no value in the last run'],
    ['previous.status', 'The last run was the first one'],
  ])('or the reason why there is none: %s', (text, why) => {
    expect(of(text)).toEqual({ kind: 'none', why });
  });

  it('says so before the first run, and never shows a secret', () => {
    expect(previewExpression('1 + 1', undefined)).toEqual({ kind: 'none', why: 'No value yet: the flow has not run' });
    expect(previewTemplate('Bearer ${{ secrets.TOKEN }}', scope)).toMatchObject({
      why: expect.stringContaining('secret'),
    });
  });

  it('says what went wrong', () => {
    expect(of('int(params.target)')).toMatchObject({
      kind: 'none',
      why: expect.stringMatching(/^No value in the last run: /),
    });
    expect(of('steps.')).toEqual({ kind: 'broken' });
  });
});
