import { describe, expect, it } from 'vitest';
import { clockChanges, localTime, offsetText, startOfDay } from './local-time.ts';
import { findZone } from './zone.ts';

const zone = (name: string) => {
  const found = findZone(name);
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
};
const at = (text: string) => Date.parse(text);

describe('local time', () => {
  it('tells wall time and offset on both sides of a change', () => {
    const berlin = zone('Europe/Berlin');
    expect(localTime(berlin, at('2026-03-29T00:59:59Z'))).toEqual({
      wall: '2026-03-29T01:59:59.000',
      offset: '+01:00',
      repeated: false,
    });
    expect(localTime(berlin, at('2026-03-29T01:00:00Z'))).toEqual({
      wall: '2026-03-29T03:00:00.000',
      offset: '+02:00',
      repeated: false,
    });
  });

  it('tells the second of two equal wall times apart', () => {
    const berlin = zone('Europe/Berlin');
    expect(localTime(berlin, at('2026-10-25T00:30:00Z'))).toMatchObject({ offset: '+02:00', repeated: false });
    expect(localTime(berlin, at('2026-10-25T01:30:00Z'))).toMatchObject({
      wall: '2026-10-25T02:30:00.000',
      offset: '+01:00',
      repeated: true,
    });
    expect(localTime(berlin, at('2026-10-25T02:00:00Z'))).toMatchObject({ repeated: false });
  });

  it('writes offsets as RFC 3339 does', () => {
    expect([0, 19_800_000, -12_600_000].map(offsetText)).toEqual(['+00:00', '+05:30', '-03:30']);
  });

  it('finds the changes of a year, none where there are none', () => {
    const [from, to] = [at('2026-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z')];
    expect(clockChanges(zone('America/New_York'), from, to)).toEqual([
      { at: at('2026-03-08T07:00:00Z'), before: -18_000_000, after: -14_400_000 },
      { at: at('2026-11-01T06:00:00Z'), before: -14_400_000, after: -18_000_000 },
    ]);
    expect(clockChanges(zone('UTC'), from, to)).toEqual([]);
    expect(clockChanges(zone('Asia/Tokyo'), from, to)).toEqual([]);
  });

  it('begins a day at the first instant of it, also where midnight is skipped', () => {
    const day = Math.floor(at('2018-11-04T00:00:00Z') / 86_400_000);
    expect(startOfDay(zone('America/Sao_Paulo'), day)).toBe(at('2018-11-04T03:00:00Z'));
    expect(startOfDay(zone('UTC'), day)).toBe(at('2018-11-04T00:00:00Z'));
  });
});
