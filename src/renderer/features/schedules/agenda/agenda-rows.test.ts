import { expect, it } from 'vitest';
import type { AgendaDay, LocalOccurrence } from '../../../../contract/schedules.ts';
import { agendaLines } from './agenda-rows.ts';

const at = (nominal: number): LocalOccurrence => ({
  nominal,
  fireAt: nominal,
  wall: '2026-03-29T03:00:00.000',
  offset: '+02:00',
  repeated: false,
  gap: null,
  movedFrom: null,
});

const DAY: AgendaDay = {
  day: '2026-03-29',
  entries: [
    { scheduleId: 'twice', zone: 'UTC', count: 2, occurrences: [at(100), at(500)] },
    { scheduleId: 'gap', zone: 'UTC', count: 1, occurrences: [at(300)] },
    { scheduleId: 'often', zone: 'UTC', count: 1_440, occurrences: [at(0), at(1)] },
    { scheduleId: 'hourly', zone: 'UTC', count: 24, occurrences: [at(0), at(1)] },
  ],
  changes: [{ zone: 'Europe/Berlin', at: 300, before: '+01:00', after: '+02:00' }],
};

it('lists what comes in its order, a change of clocks before what fires because of it', () => {
  const { items } = agendaLines(DAY);
  expect(items.map((item) => `${item.at} ${item.kind === 'fire' ? item.scheduleId : item.kind}`)).toEqual([
    '100 twice',
    '300 change',
    '300 gap',
    '500 twice',
  ]);
});

it('only counts what fires often, the seldomest first', () => {
  expect(agendaLines(DAY).frequent).toEqual([
    { scheduleId: 'hourly', count: 24 },
    { scheduleId: 'often', count: 1_440 },
  ]);
});
