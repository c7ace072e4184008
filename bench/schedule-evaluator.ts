/**
 * How many `next` a second, beside croner's `nextRun`, in the same run and over the same expressions, zones and instants.
 * Run with: node bench/schedule-evaluator.ts [--json]
 */
import { Cron } from 'croner';
import { bindSchedule, next, parseCron, type ScheduleSpec } from '../src/core/schedule/index.ts';

const CASES = [
  { cron: '*/5 * * * *', zone: 'UTC' },
  { cron: '0 9 * * MON-FRI', zone: 'Europe/Berlin' },
  { cron: '30 2 * * *', zone: 'America/New_York' },
  { cron: '0 0 L * *', zone: 'Australia/Lord_Howe' },
  { cron: '15,45 8-18 1,15 */3 *', zone: 'America/Sao_Paulo' },
  { cron: '0 0 29 2 *', zone: 'Europe/Berlin' },
] as const;

const START = Date.UTC(2025, 0, 1);
const YEAR = 365 * 86_400_000;
const COLD_ZONES = ['Africa/Cairo', 'Asia/Tokyo', 'America/Chicago', 'Pacific/Auckland', 'Europe/London'];

/** Instants spread over five years, the same for both. */
const instants = Array.from({ length: 4_096 }, (_, i) => START + ((i * 2_654_435_761) % (5 * YEAR)));

/** Microseconds for one call, from at least `minMs` of calling. */
function measure(call: (instant: number) => unknown, minMs = 400): number {
  for (const instant of instants.slice(0, 500)) call(instant);
  let calls = 0;
  const begin = performance.now();
  let elapsed = 0;
  while (elapsed < minMs) {
    for (let i = 0; i < 256; i++) call(instants[(calls + i) & 4_095]!);
    calls += 256;
    elapsed = performance.now() - begin;
  }
  return (elapsed * 1000) / calls;
}

const specOf = (cron: string): ScheduleSpec => {
  const parsed = parseCron(cron);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

const rows = CASES.map(({ cron, zone }) => {
  const spec = specOf(cron);
  const bound = bindSchedule(spec, { anchor: START, zone, seed: 'bench' });
  const theirs = new Cron(cron, { timezone: zone, paused: true });
  return {
    cron,
    zone,
    nextUs: measure((after) => next(spec, { after, anchor: START, zone, seed: 'bench' })),
    boundUs: measure((after) => bound.next(after)),
    cronerUs: measure((after) => theirs.nextRun(new Date(after))),
  };
});

/** The first question about a zone pays for finding its clock changes. */
const coldUs = COLD_ZONES.map((zone) => {
  const spec = specOf('0 9 * * *');
  const begin = performance.now();
  next(spec, { after: START, anchor: START, zone, seed: 'bench' });
  return (performance.now() - begin) * 1000;
});

const meanLog = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
const ratio = meanLog(rows.map(({ cronerUs, nextUs }) => cronerUs / nextUs));
const firstCallUs = coldUs.reduce((sum, value) => sum + value, 0) / coldUs.length;

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ rows, ratio, firstCallUs }));
} else {
  console.log('microseconds a call                              next    bound   croner   ratio');
  for (const { cron, zone, nextUs, boundUs, cronerUs } of rows) {
    const numbers = [nextUs, boundUs, cronerUs].map((value) => value.toFixed(2).padStart(9)).join('');
    console.log(`${cron.padEnd(22)} ${zone.padEnd(20)}${numbers}${(cronerUs / nextUs).toFixed(0).padStart(7)}x`);
  }
  console.log(
    `geometric mean: ${ratio.toFixed(1)} times croner's rate; first call in a new zone: ${firstCallUs.toFixed(0)} us`,
  );
}
