import { expect, it } from 'vitest';
import { searchZones } from './zone-search.ts';

const ZONES = [
  'America/Argentina/Ushuaia',
  'America/New_York',
  'Australia/Perth',
  'Europe/Berlin',
  'Europe/London',
  'UTC',
];

it.each([
  ['', ZONES],
  ['berl', ['Europe/Berlin']],
  ['new york', ['America/New_York']],
  ['New_York', ['America/New_York']],
  ['europe', ['Europe/Berlin', 'Europe/London']],
  ['europe lon', ['Europe/London']],
  ['u', ['Australia/Perth', 'America/Argentina/Ushuaia', 'Europe/Berlin', 'Europe/London', 'UTC']],
  ['atlantis', []],
])('finds zones for %j', (text, expected) => {
  const found = searchZones(ZONES, text);
  expect(found.toSorted()).toEqual(expected.toSorted());
});

it('puts cities that begin with the text first', () => {
  expect(searchZones(ZONES, 'u').slice(0, 2).toSorted()).toEqual(['America/Argentina/Ushuaia', 'UTC']);
});
