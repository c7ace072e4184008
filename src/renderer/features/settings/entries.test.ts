import { describe, expect, it } from 'vitest';
import { settings } from '../../../contract/settings.ts';
import { SECTIONS, sectionsFor } from './entries.ts';

const keysOf = (query: string) => sectionsFor(query).flatMap(({ entries }) => entries.map(({ key }) => key));

describe('the settings screen', () => {
  it('has every setting once, with all that it may be', () => {
    const entries = SECTIONS.flatMap((section) => section.entries);
    // Shortcuts have a list of their own.
    const { shortcuts: _own, ...rest } = settings.shape;
    const keys = entries.flatMap((entry) => (entry.kind === 'place' ? [entry.key, ...entry.others] : [entry.key]));
    expect(keys.sort()).toEqual(Object.keys(rest).sort());
    for (const entry of entries) {
      if (entry.kind !== 'choice') continue;
      const known = entry.options.map(([value]) => value);
      expect(known).toEqual(settings.shape[entry.key].unwrap().options);
    }
  });

  it('finds settings by their words, their key, and what they may be', () => {
    expect(keysOf('')).toHaveLength(SECTIONS.flatMap(({ entries }) => entries).length);
    expect(keysOf('dark')).toEqual(['theme']);
    expect(keysOf('closeToTray')).toEqual(['closeToTray']);
    expect(keysOf('run failed')).toContain('notifyFailures');
    expect(keysOf('no such thing')).toEqual([]);
  });
});
