import type { LocalOccurrence } from '../../../contract/schedules.ts';
import { findZone, type Occurrence } from '../../../core/schedule/index.ts';
import { type ClockChange, clockChanges, localTime, offsetText } from '../../../core/schedule/local-time.ts';
import type { Zone } from '../../../core/schedule/zone.ts';

/** The zone of that name; UTC where there is none, as for schedules. */
export function zoneNamed(name: string): Zone {
  const found = findZone(name);
  const zone = found.ok ? found : findZone('UTC');
  if (!zone.ok) throw new Error(zone.error.message);
  return zone.value;
}

/** An occurrence as a clock in the zone shows it. */
export function localOccurrence({ nominal, fireAt, gap, movedFrom }: Occurrence, zone: Zone): LocalOccurrence {
  return {
    nominal,
    fireAt,
    ...localTime(zone, nominal),
    gap: gap === undefined ? null : { count: gap.count, first: gap.first, last: gap.last },
    movedFrom: movedFrom ?? null,
  };
}

export interface ZoneChange {
  readonly zone: string;
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/** When clocks of these zones are set with `from < at <= to`, in order. */
export const zoneChanges = (names: Iterable<string>, from: number, to: number): ZoneChange[] =>
  [...new Set(names)]
    .flatMap((zone) => clockChanges(zoneNamed(zone), from, to).map((change) => zoneChange(zone, change)))
    .sort((a, b) => a.at - b.at);

const zoneChange = (zone: string, { at, before, after }: ClockChange): ZoneChange => ({
  zone,
  at,
  before: offsetText(before),
  after: offsetText(after),
});
