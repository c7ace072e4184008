import { findZone, type Instant, parseInstant } from '../../../core/schedule/index.ts';
import { localTime } from '../../../core/schedule/local-time.ts';
import { instantOfWall, type Zone } from '../../../core/schedule/zone.ts';
import { systemZoneName } from '../../../main/triggers/system-zone.ts';
import { UsageError } from '../../exit-code.ts';

/** The zone that an option names, else the machine's. */
export function zoneFor(name: string | undefined): Zone {
  const found = findZone(name ?? localZoneName());
  if (!found.ok) throw new UsageError(found.error.message);
  return found.value;
}

export const localZoneName = (): string => systemZoneName(process.env.TZ, '/etc/localtime');

/** An instant as a person writes it: `2026-03-29T09:00:00+02:00`, or without the offset, or a day alone, by the zone's clocks. */
export function instantFrom(text: string, option: string, zone: Zone): Instant {
  const exact = parseInstant(text);
  if (exact.ok) return exact.value;
  const wall = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : `${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(wall)) {
    throw new UsageError(`${option} ${text} is not a time: write 2026-03-29, 2026-03-29T09:00 or 2026-03-29T09:00:00Z`);
  }
  return instantOfWall(zone, wall);
}

/** RFC 3339 with the offset of the zone at that instant: `2026-03-29T09:00:00.000+02:00`. */
export function withOffset(zone: Zone, instant: Instant): string {
  const { wall, offset } = localTime(zone, instant);
  return `${wall}${offset}`;
}

/** For people: `2026-03-29 09:00:00`, by the clocks of the zone. */
export function forPeople(zone: Zone, instant: Instant): string {
  const { wall, repeated } = localTime(zone, instant);
  const text = wall.replace('T', ' ').replace(/\.000$/, '');
  return repeated ? `${text} (the second time)` : text;
}
