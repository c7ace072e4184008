import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, find } from './find.ts';
import { matchFuzzy } from './fuzzy.ts';

const item = (label: string, rest: Partial<Candidate> = {}): Candidate => ({
  id: label,
  label,
  kind: 'Command',
  look: { icon: 'play' },
  choose: () => {},
  ...rest,
});

const labels = (query: string, items: readonly Candidate[], recent: readonly string[] = []) =>
  find(query, items, recent).map((found) => found.item.label);

describe('what the palette finds', () => {
  it('is found by words, by their beginnings, and by letters in order', () => {
    const items = [item('Show the terminal'), item('Run this flow'), item('deploy-api'), item('Go to runs')];
    expect(labels('run', items)).toEqual(['Run this flow', 'Go to runs']);
    expect(labels('rtf', items)).toEqual(['Run this flow']);
    expect(labels('dpl', items)).toEqual(['deploy-api']);
    expect(labels('flow run', items)).toEqual(['Run this flow']);
    expect(labels('xyz', items)).toEqual([]);
  });

  it('is found by what stands beside it, after what is called so', () => {
    const items = [item('nightly', { detail: 'failed 3 minutes ago', kind: 'Run' }), item('failed-mails')];
    expect(labels('failed', items)).toEqual(['failed-mails', 'nightly']);
    expect(labels('run nightly', items)).toEqual(['nightly']);
  });

  it('has what was chosen last first, and what cannot be done last', () => {
    const items = [item('Cancel this run', { obstacle: 'no run' }), item('Run again'), item('Run this flow')];
    expect(labels('run', items, ['Run this flow'])).toEqual(['Run this flow', 'Run again', 'Cancel this run']);
    expect(labels('', items, ['Run this flow', 'Run again'])).toEqual([
      'Run this flow',
      'Run again',
      'Cancel this run',
    ]);
  });

  it('marks the letters that were looked for', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, word, after) => {
        fc.pre(!/\s/.test(word));
        const text = before + word + after;
        fc.pre(text.toLowerCase().length === text.length);
        const match = matchFuzzy(word, text);
        expect(match).not.toBeNull();
        expect(
          match?.at
            .map((index) => text[index])
            .join('')
            .toLowerCase(),
        ).toBe(word.toLowerCase());
      }),
    );
  });
});
