import { describe, expect, it } from 'vitest';
import type { StepEnd } from '../run/status.ts';
import { kleene } from './kleene.ts';
import { parseNeeds, parseNeedsText } from './parse-needs.ts';

const read = (text: string) => {
  const parsed = parseNeedsText(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value.needs;
};
const ask = (text: string, ends: Record<string, StepEnd | [StepEnd, string]>) =>
  kleene(read(text), (id) => {
    const end = ends[id];
    if (end === undefined) return undefined;
    return Array.isArray(end) ? { status: end[0], reason: end[1] } : { status: end, reason: end };
  });

describe('needs expressions', () => {
  it('binds ! before && before ||, and takes ids with dashes and suffixes', () => {
    expect(read('a || !b-1.failed && (c || d.ok)')).toEqual({
      op: 'any',
      of: [
        { op: 'atom', step: 'a', is: 'succeeded' },
        {
          op: 'all',
          of: [
            { op: 'not', of: { op: 'atom', step: 'b-1', is: 'failed' } },
            {
              op: 'any',
              of: [
                { op: 'atom', step: 'c', is: 'succeeded' },
                { op: 'atom', step: 'd', is: 'ok' },
              ],
            },
          ],
        },
      ],
    });
  });

  it.each([
    ['a &&', 4, 'found the end'],
    ['a & b', 2, 'write `&&`'],
    ['(a', 2, 'Expected `)`'],
    ['a b', 2, '`&&`, `||` or the end'],
    ['a.finished', 1, 'not an end of a step'],
    ['atLeast(3, a, b)', 0, 'give it 1 to 2'],
    ['atLeast(a, b)', 8, 'a number'],
    ['a == b', 2, 'cannot stand'],
    ['', 0, 'the id of a step'],
  ])('refuses %j at offset %i', (text, offset, words) => {
    const parsed = parseNeedsText(text);
    expect(parsed).toMatchObject({ ok: false, error: { code: 'needs-invalid', offset } });
    expect(!parsed.ok && parsed.error.message).toContain(words);
  });

  it('says which entry of a list is wrong, and sends expressions out of the list', () => {
    const needs = { kind: 'all', entries: ['a', 'b || c'].map((atom) => ({ kind: 'step' as const, atom })) } as const;
    expect(parseNeeds(needs)).toMatchObject({ ok: false, error: { entry: 1 } });
  });

  it('keeps needs of other flows apart', () => {
    const flow = { kind: 'flow', flow: 'backup', within: 86_400_000 } as const;
    expect(parseNeeds({ kind: 'all', entries: [{ kind: 'step', atom: 'a.done' }, flow] })).toEqual({
      ok: true,
      value: {
        needs: { op: 'all', of: [{ op: 'atom', step: 'a', is: 'done' }] },
        flows: [{ flow: 'backup', within: 86_400_000 }],
      },
    });
  });
});

describe('kleene', () => {
  it('stays open while an unknown can still decide', () => {
    expect(ask('a && b', { a: 'succeeded' })).toEqual({ value: undefined, decidedBy: [] });
    expect(ask('a || b', { a: 'failed' })).toEqual({ value: undefined, decidedBy: [] });
    expect(ask('atLeast(2, a, b, c)', { a: 'succeeded', b: 'failed' })).toEqual({ value: undefined, decidedBy: [] });
  });

  it('is decided as early as possible, and names who decided', () => {
    expect(ask('a && b', { b: 'failed' })).toEqual({ value: false, decidedBy: ['b'] });
    expect(ask('a || b', { b: 'succeeded' })).toEqual({ value: true, decidedBy: ['b'] });
    expect(ask('atLeast(2, a, b, c)', { a: 'failed', c: 'skipped' })).toEqual({ value: false, decidedBy: ['a', 'c'] });
    expect(ask('!(a || b)', { a: 'succeeded' })).toEqual({ value: false, decidedBy: ['a'] });
    expect(kleene({ op: 'all', of: [] }, () => undefined)).toEqual({ value: true, decidedBy: [] });
  });

  it('takes the suffixes', () => {
    expect(ask('a.failed', { a: 'failed' }).value).toBe(true);
    expect(ask('a.done', { a: 'cancelled' }).value).toBe(true);
    expect(ask('a.ok', { a: ['skipped', 'condition-false'] }).value).toBe(true);
    expect(ask('a.ok', { a: ['skipped', 'disabled'] }).value).toBe(true);
    expect(ask('a.ok', { a: ['skipped', 'upstream-failed:x'] }).value).toBe(false);
    expect(ask('a.skipped', { a: ['skipped', 'upstream-failed:x'] }).value).toBe(true);
  });
});
