import type { AgendaDay } from '../../../contract/schedules.ts';
import { client } from '../../shared/client/client.ts';
import { useNow } from '../../shared/stores/clock.ts';
import { useSchedules } from '../../shared/stores/schedules.ts';
import { type Answer, useAnswer } from './use-answer.ts';

interface AgendaQuestion {
  readonly from: string;
  readonly days: number;
  /** Null for the days of each schedule's own zone. */
  readonly zone: string | null;
  readonly listed: number;
}

/** What is due on some days; asked again when schedules change, and every minute, since time moves on. */
export function useAgenda({
  from,
  days,
  zone,
  listed,
}: AgendaQuestion): Answer<{ readonly days: readonly AgendaDay[] }> {
  // What fired does not change what is due later: only what a schedule is does.
  const forms = useSchedules((state) => state.rows.map(({ id, state: one }) => `${id} ${one}`).join());
  const minute = Math.floor(useNow(60_000) / 60_000);
  return useAnswer(
    `${from} ${days} ${zone} ${listed} ${forms} ${minute}`,
    (signal) => client.schedules.agenda({ from, days, zone, listed }, { signal }),
    { what: 'The days to come cannot be shown' },
  );
}
