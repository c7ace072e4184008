import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from './civil.ts';
import { findZone, instantOfWall, type Zone } from './zone.ts';

function zoneOf(name: string): Zone {
  const found = findZone(name);
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

/** What a clock in the zone shows, by another road than the one under test. */
function wallShown(zone: string, instant: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return format.format(instant);
}

const shown = (wall: number): string => new Date(wall).toISOString().slice(0, 19).replace('T', ' ');

describe('offsets', () => {
  it('are what clocks in any zone show, 1950 to 2100', () => {
    const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
    const instant = fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (name, at) => {
        expect(shown(at + zoneOf(name).stretchAt(at).offset)).toBe(wallShown(name, at));
      }),
      { numRuns: 2000 },
    );
  });

  it('change at the very millisecond', () => {
    const change = Date.UTC(2025, 2, 9, 7);
    const zone = zoneOf('America/New_York');
    expect(zone.stretchAt(change - 1)).toMatchObject({ end: change, offset: -5 * HOUR, after: -4 * HOUR });
    expect(zone.stretchAt(change)).toMatchObject({ start: change, offset: -4 * HOUR, before: -5 * HOUR });
  });

  it('know changes a week apart', () => {
    const zone = zoneOf('America/Recife');
    const offsets = [Date.UTC(2000, 9, 1), Date.UTC(2000, 9, 10), Date.UTC(2000, 9, 20)];
    expect(offsets.map((at) => zone.stretchAt(at).offset / HOUR)).toEqual([-3, -2, -3]);
  });

  it('of long ago have seconds', () => {
    expect(zoneOf('America/New_York').stretchAt(Date.UTC(1880, 0, 1)).offset).toBe(-(4 * HOUR + 56 * MINUTE + 2_000));
  });

  it('can be fixed', () => {
    expect(zoneOf('+05:45').stretchAt(0).offset).toBe(5 * HOUR + 45 * MINUTE);
    expect(zoneOf('-03:30').stretchAt(0).offset).toBe(-(3 * HOUR + 30 * MINUTE));
  });
});

describe('a wall time', () => {
  it('in a gap is the first instant after it', () => {
    const midnightGap = Date.UTC(2018, 10, 4);
    expect(instantOfWall(zoneOf('America/Sao_Paulo'), midnightGap + 59 * MINUTE)).toBe(Date.UTC(2018, 10, 4, 3));
    const skippedDay = Date.UTC(2011, 11, 30, 12);
    expect(instantOfWall(zoneOf('Pacific/Apia'), skippedDay)).toBe(Date.UTC(2011, 11, 30, 10));
  });

  it('in a fold is the first of the two', () => {
    expect(instantOfWall(zoneOf('Australia/Lord_Howe'), Date.UTC(2025, 3, 6, 1, 45))).toBe(
      Date.UTC(2025, 3, 5, 14, 45),
    );
    expect(instantOfWall(zoneOf('Europe/Berlin'), Date.UTC(2025, 9, 26, 2, 30))).toBe(Date.UTC(2025, 9, 26, 0, 30));
  });

  it('is found again from its instant, outside of folds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        fc.integer({ min: 0, max: 50_000 }),
        (n, day) => {
          const zone = zoneOf(n);
          const wall = day * DAY + 12 * HOUR + 1;
          const instant = instantOfWall(zone, wall);
          const stretch = zone.stretchAt(instant);
          if (instant !== stretch.start) expect(instant + stretch.offset).toBe(wall);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('a name', () => {
  it.each([
    ['Europe/Berln', 'did you mean `Europe/Berlin`?'],
    ['new york', 'did you mean `America/New_York`?'],
    ['UCT1', 'use a name'],
    ['+25:00', 'use a name'],
  ])('%s is refused with a way out', (name, hint) => {
    const found = findZone(name);
    expect(found).toMatchObject({ ok: false, error: { code: 'zone-unknown' } });
    if (!found.ok && !name.startsWith('UCT')) expect(found.error.message).toContain(hint);
  });

  it('is found in any case', () => {
    expect(zoneOf('europe/berlin').name).toBe('Europe/Berlin');
    expect(zoneOf('utc').name).toBe('UTC');
  });
});
