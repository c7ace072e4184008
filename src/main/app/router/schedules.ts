import type { ScheduleRow } from '../../../contract/schedules.ts';
import type { Trigger } from '../../../core/flow/flow.ts';
import type { ReadOptions } from '../../../core/flow/read.ts';
import { DAY } from '../../../core/schedule/civil.ts';
import { findZone, type Instant } from '../../../core/schedule/index.ts';
import { describeTrigger } from '../schedules/describe.ts';
import type { Schedules } from '../schedules/schedules.ts';
import { pulses } from '../streams.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import { os } from './base.ts';
import { definedOf } from './runs.ts';

const PACE_MS = 250;
/** Times move on also when nothing happens. */
const LOOK_MS = 15_000;
/** The longest stretch that can be looked at ahead. */
const LONGEST_PREVIEW = 400 * DAY;

export interface ScheduleParts {
  readonly schedules: Schedules;
  readonly workspaces: Pick<Workspaces, 'get'>;
  readonly readOptions: Omit<ReadOptions, 'file'>;
  /** The time, RFC 3339 UTC. */
  readonly now: () => string;
}

export const scheduleRouter = ({ schedules, workspaces, readOptions, now }: ScheduleParts) => {
  const instant = (): Instant => Date.parse(now());
  return {
    triggers: {
      describe: os.triggers.describe.handler(({ input, errors }) => {
        const { trigger, zone, count, after, workspace, file, scheduleId, flowName } = input;
        const isOfFlow = workspace !== undefined && file !== undefined;
        if (isOfFlow && !workspaces.get(workspace)) throw errors.NOT_FOUND();
        const readExcept = async (read: Trigger) => (isOfFlow ? schedules.exceptDays({ workspace, file }, read) : []);
        const from = after ?? instant();
        const anchor = (scheduleId === undefined ? null : schedules.firstSeen(scheduleId)) ?? from;
        const question = { trigger, zone: zone ?? schedules.localZone(), count, after: from, anchor, flowName };
        return describeTrigger(question, { options: readOptions, readExcept });
      }),
    },
    schedules: {
      list: os.schedules.list.handler(() => schedules.overview()),
      watch: os.schedules.watch.handler(async function* ({ signal }) {
        const told = new Map<string, string>();
        let rest = '';
        let reset = true;
        for await (const _ of pulses((wake) => watchAll(schedules, wake), { signal, interval: PACE_MS })) {
          const { rows, ...others } = await schedules.overview();
          const changed = rows.filter((row) => isNews(told, row));
          const present = new Set(rows.map(({ id }) => id));
          const gone = [...told.keys()].filter((id) => !present.has(id));
          for (const id of gone) told.delete(id);
          const elsewhere = JSON.stringify(others);
          if (reset || changed.length > 0 || gone.length > 0 || elsewhere !== rest)
            yield { reset, rows: changed, gone, ...others };
          reset = false;
          rest = elsewhere;
        }
      }),
      ledger: os.schedules.ledger.handler(({ input: { limit, before, ...filter } }) =>
        schedules.ledger(definedOf(filter), { limit, ...(before === undefined ? {} : { before }) }),
      ),
      pause: os.schedules.pause.handler(({ input }) => schedules.pause(input)),
      resume: os.schedules.resume.handler(({ input }) => ({ resumed: schedules.resume(input) })),
      agenda: os.schedules.agenda.handler(async ({ input: { from, days, zone, listed, scheduleIds }, errors }) => {
        const first = Date.parse(`${from}T00:00:00Z`);
        const problems = [
          ...(Number.isNaN(first) ? [`There is no day ${from}.`] : []),
          ...(zone === null || findZone(zone).ok ? [] : [`\`${zone}\` is not a time zone.`]),
        ];
        if (problems.length > 0) throw errors.INVALID({ data: { problems } });
        return { days: await schedules.agenda({ from: Math.floor(first / DAY), days, zone, listed, scheduleIds }) };
      }),
      preview: os.schedules.preview.handler(({ input: { from = instant(), to, scheduleIds }, signal, errors }) => {
        if (to <= from) throw errors.INVALID({ data: { problems: ['It ends before it begins.'] } });
        if (to - from > LONGEST_PREVIEW)
          throw errors.INVALID({ data: { problems: ['At most 400 days can be looked at ahead.'] } });
        return schedules.preview({ from, to, scheduleIds, signal });
      }),
      arm: os.schedules.arm.handler(async ({ input: { triggers }, errors }) => {
        const armed = await schedules.arm(triggers);
        if (armed.ok) return;
        const { code, problem } = armed.error;
        if (code === 'CONFLICT') throw errors.CONFLICT({ message: problem, data: { revision: armed.error.now } });
        throw errors[code]({ message: problem });
      }),
      backfill: os.schedules.backfill.handler(async ({ input, errors }) => {
        const done = await schedules.backfill(input);
        if (done.ok) return done.value;
        const { code, problems } = done.error;
        if (code === 'INVALID') throw errors.INVALID({ data: { problems: [...problems] } });
        throw errors[code]({ message: problems.join('\n') });
      }),
    },
  };
};

function watchAll(schedules: Schedules, wake: () => void): () => void {
  const timer = setInterval(wake, LOOK_MS);
  const stop = schedules.watch(wake);
  return () => {
    clearInterval(timer);
    stop();
  };
}

/** Whether a row is another than the one that was told last. */
function isNews(told: Map<string, string>, row: ScheduleRow): boolean {
  const text = JSON.stringify(row);
  if (told.get(row.id) === text) return false;
  told.set(row.id, text);
  return true;
}
