import { useEffect, useState } from 'react';
import type { Preview } from '../../../../contract/schedules.ts';
import { client } from '../../../shared/client/client.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { IconButton } from '../../../shared/ui/button.tsx';
import { EmptyState } from '../../../shared/ui/empty-state.tsx';
import { ChoiceBar } from '../choice-bar.tsx';
import shared from '../schedules.module.css';
import { useAnswer } from '../use-answer.ts';
import { Effects } from './effects.tsx';
import { nextInstant } from './summary.ts';
import { SummaryBar } from './summary-bar.tsx';
import { LookAheadTimeline } from './timeline.tsx';
import styles from './what-if.module.css';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const SPANS = {
  '6h': { word: '6 hours', length: 6 * HOUR },
  '1d': { word: 'A day', length: DAY },
  '1w': { word: 'A week', length: 7 * DAY },
  '1m': { word: 'A month', length: 30 * DAY },
  '3m': { word: '3 months', length: 91 * DAY },
} as const;
type SpanId = keyof typeof SPANS;

/** The clock moved ahead by hand: what all schedules will do until then, before they do it. */
export function WhatIf() {
  const [span, setSpan] = useState<SpanId>('1d');
  const [from, setFrom] = useState(() => Date.now());
  const [at, setAt] = useState(from);
  // Another schedule, or a pause, gives another future; that something fired does not.
  const forms = useSchedules((state) => state.rows.map(({ id, state: one }) => `${id} ${one}`).join());
  const { value, isAsking, problem } = useAnswer<Preview>(
    `${span} ${from} ${forms}`,
    (signal) => client.schedules.preview({ from, to: from + SPANS[span].length }, { signal }),
    { what: 'The future cannot be computed' },
  );
  useEffect(() => setAt((before) => Math.min(before, from + SPANS[span].length)), [span, from]);

  const startNow = () => {
    const now = Date.now();
    setFrom(now);
    setAt(now);
  };
  const shown = value !== null && value.from === from && value.to === from + SPANS[span].length ? value : null;
  const next = shown === null ? null : nextInstant(shown, at);

  return (
    <>
      <div className={shared.toolbar}>
        <ChoiceBar
          label="How far ahead"
          options={Object.entries(SPANS).map(([id, { word }]) => [id as SpanId, word] as const)}
          selected={span}
          onSelect={setSpan}
        />
        <IconButton icon="retry" label="Start again from now" onClick={startNow} />
        <IconButton
          icon="to-next"
          label="On to what happens next"
          disabled={next === null}
          onClick={() => next !== null && setAt(next)}
        />
        {shown !== null && <SummaryBar preview={shown} at={at} />}
        {shown === null && isAsking && <p className={shared.hint}>Computing…</p>}
        {problem !== null && <p role="alert">{problem}</p>}
      </div>
      {shown !== null && shown.lanes.length === 0 && (
        <EmptyState icon="schedules" title="No schedule fires by itself now">
          What is off, not armed or in a restricted folder has no future to show.
        </EmptyState>
      )}
      {shown !== null && shown.lanes.length > 0 && (
        <div className={styles.split}>
          <LookAheadTimeline preview={shown} at={at} onMove={setAt} />
          <Effects preview={shown} at={at} onMove={setAt} />
        </div>
      )}
    </>
  );
}
