import { useEffect } from 'react';
import type { FlowStatistics, RunFlowRow } from '../../../../contract/runs.ts';
import { durationOf, durationTrend, quantile, successRate } from '../../../../core/run/statistics.ts';
import { count } from '../../../shared/format/count.ts';
import { formatElapsed } from '../../../shared/format/duration.ts';
import { showFlow } from '../../../shared/stores/show.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { EmptyState } from '../../../shared/ui/empty-state.tsx';
import { moveFocus } from '../../../shared/ui/move-focus.ts';
import styles from './flows.module.css';
import { HeatMap } from './heat-map.tsx';
import { OutcomeStrip } from './outcome-strip.tsx';
import { SlowestSteps } from './slowest-steps.tsx';
import { chooseFlow, followStatistics, loadStatistics, useStatistics } from './statistics-store.ts';

/** How the runs of each flow went: outcomes, durations, days, slowest steps. */
export function FlowStatisticsPanel() {
  const { phase, problem, flows, flowId, statistics } = useStatistics();
  useEffect(followStatistics, []);
  const flow = flows.find((one) => one.flowId === flowId);
  if (phase === 'failed') {
    return (
      <EmptyState
        icon="error"
        title="The statistics cannot be shown"
        action={<Button onClick={() => void loadStatistics()}>Try again</Button>}
      >
        {problem}
      </EmptyState>
    );
  }
  if (phase === 'ready' && flows.length === 0) {
    return (
      <EmptyState icon="runs" title="No flow has run yet">
        Once flows have run, their outcomes, durations and slowest steps are here.
      </EmptyState>
    );
  }
  return (
    <div className={styles.panel}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only move between the buttons inside */}
      <div className={styles.flows} onKeyDown={moveFocus}>
        {flows.map((one) => (
          <FlowItem key={one.flowId} flow={one} isShown={one.flowId === flowId} />
        ))}
      </div>
      <div className={styles.statistics}>
        {flow !== undefined && statistics !== null && <Statistics flow={flow} statistics={statistics} />}
      </div>
    </div>
  );
}

function FlowItem({ flow, isShown }: { readonly flow: RunFlowRow; readonly isShown: boolean }) {
  const rate = successRate(countsOf(flow.recent));
  return (
    <button
      type="button"
      className={styles.flow}
      aria-current={isShown ? 'true' : undefined}
      onClick={() => chooseFlow(flow.flowId)}
    >
      <span className={styles.flowName}>{flow.flowName}</span>
      <span className={styles.rate}>{rate === null ? '' : percent(rate)}</span>
      <OutcomeStrip outcomes={flow.recent} size="small" />
    </button>
  );
}

function Statistics({ flow, statistics }: { readonly flow: RunFlowRow; readonly statistics: FlowStatistics }) {
  const { recent, days } = statistics;
  const rate = successRate(countsOf(recent));
  const durations = recent.flatMap((run) => (run.status === 'succeeded' ? (durationOf(run) ?? []) : []));
  const typical = quantile(durations, 0.5);
  const slow = quantile(durations, 0.95);
  const year = days.reduce(
    (sum, day) => ({ succeeded: sum.succeeded + day.succeeded, failed: sum.failed + day.failed }),
    { succeeded: 0, failed: 0 },
  );
  const yearRate = successRate(year);
  return (
    <>
      <header className={styles.head}>
        <h2>{flow.flowName}</h2>
        <Button look="plain" icon="flows" onClick={() => void showFlow(flow.workspace, flow.file)}>
          Open the flow
        </Button>
      </header>
      <dl className={styles.figures}>
        <Figure name={`Success, last ${count(recent.length, 'run')}`} value={rate === null ? '–' : percent(rate)} />
        <Figure name="Success, last year" value={yearRate === null ? '–' : percent(yearRate)} />
        <Figure
          name="Usually takes"
          value={typical === null ? '–' : formatElapsed(typical)}
          note={trendWords(durations)}
        />
        <Figure name="19 of 20 take at most" value={slow === null ? '–' : formatElapsed(slow)} />
      </dl>
      <section>
        <h3>Last {count(recent.length, 'run')}</h3>
        <OutcomeStrip outcomes={recent} size="large" />
      </section>
      <section>
        <h3>Outcomes by day</h3>
        <HeatMap days={days} />
      </section>
      <SlowestSteps steps={statistics.slowest} runs={statistics.slowestOf} />
    </>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly note?: string | undefined;
}

const Figure = ({ name, value, note }: FigureProps) => (
  <div>
    <dt>{name}</dt>
    <dd>
      {value}
      {note !== undefined && <small>{note}</small>}
    </dd>
  </div>
);

/** Less than this is noise. */
const NOTEWORTHY = 0.05;

function trendWords(durations: readonly number[]): string | undefined {
  const trend = durationTrend(durations);
  if (trend === null) return undefined;
  if (Math.abs(trend.change) < NOTEWORTHY) return 'as before';
  return `${percent(Math.abs(trend.change))} ${trend.change > 0 ? 'longer' : 'shorter'} of late`;
}

const percent = (part: number): string => `${Math.round(part * 100)} %`;

function countsOf(outcomes: RunFlowRow['recent']): { readonly succeeded: number; readonly failed: number } {
  const of = (status: string) => outcomes.filter((outcome) => outcome.status === status).length;
  return { succeeded: of('succeeded'), failed: of('failed') };
}
