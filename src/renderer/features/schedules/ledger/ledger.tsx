import { useState } from 'react';
import type { LedgerRow } from '../../../../contract/schedules.ts';
import type { Outcome } from '../../../../core/ledger/index.ts';
import { formatClock, formatExact } from '../../../shared/format/time.ts';
import { STATUS_WORD } from '../../../shared/status/status.ts';
import { StatusIcon } from '../../../shared/status/status-icon.tsx';
import { useNow } from '../../../shared/stores/clock.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { showRun } from '../../../shared/stores/show.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { EmptyState } from '../../../shared/ui/empty-state.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import { Prose } from '../../../shared/ui/prose.tsx';
import shared from '../schedules.module.css';
import styles from './ledger.module.css';
import { OUTCOME_LOOK, OUTCOMES, outcomeWords } from './outcome-look.ts';
import { type LedgerQuestion, useLedger } from './use-ledger.ts';

const HOUR = 3_600_000;
const SPANS: readonly (readonly [string, number | null])[] = [
  ['Any time', null],
  ['Last hour', HOUR],
  ['Last 24 hours', 24 * HOUR],
  ['Last 7 days', 7 * 24 * HOUR],
  ['Last 30 days', 30 * 24 * HOUR],
];

const ALL: LedgerQuestion = { outcomes: [], scheduleId: null, back: null };

/** What became of every instant at which something was due, newest first. */
export function Ledger() {
  const [question, setQuestion] = useState(ALL);
  const { rows, next, phase, problem, loadOlder } = useLedger(question);
  const isFiltered = question !== ALL;
  return (
    <>
      <Filters question={question} onChange={setQuestion} />
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {phase === 'ready' && rows.length === 0 && (
        <EmptyState
          icon="schedules"
          title={isFiltered ? 'Nothing like this in the ledger' : 'Nothing was due yet'}
          action={isFiltered && <Button onClick={() => setQuestion(ALL)}>Show everything</Button>}
        >
          {!isFiltered &&
            'Every instant at which a schedule is due gets one line here: fired, skipped, merged, deferred or missed, and why.'}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table} aria-label="Ledger">
            <thead className="visually-hidden">
              <tr>
                <th scope="col">When</th>
                <th scope="col">Flow</th>
                <th scope="col">What became of it</th>
                <th scope="col">Run</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line key={row.number} row={row} />
              ))}
            </tbody>
          </table>
          {next !== null && (
            <Button look="plain" className={styles.older} onClick={() => void loadOlder()}>
              Show older
            </Button>
          )}
        </div>
      )}
    </>
  );
}

interface FiltersProps {
  readonly question: LedgerQuestion;
  readonly onChange: (question: LedgerQuestion) => void;
}

function Filters({ question, onChange }: FiltersProps) {
  const rows = useSchedules((state) => state.rows);
  const { outcomes, scheduleId, back } = question;
  const toggle = (outcome: Outcome) =>
    onChange({
      ...question,
      outcomes: outcomes.includes(outcome) ? outcomes.filter((one) => one !== outcome) : [...outcomes, outcome],
    });
  return (
    <div className={shared.toolbar}>
      <fieldset className={styles.outcomes}>
        <legend className="visually-hidden">Outcomes</legend>
        {OUTCOMES.map((outcome) => (
          <button
            key={outcome}
            type="button"
            aria-pressed={outcomes.includes(outcome)}
            data-tone={OUTCOME_LOOK[outcome].tone}
            onClick={() => toggle(outcome)}
          >
            <Icon name={OUTCOME_LOOK[outcome].icon} size={14} />
            {OUTCOME_LOOK[outcome].word}
          </button>
        ))}
      </fieldset>
      <span className={shared.space} />
      <select
        className={shared.select}
        aria-label="Schedule"
        value={scheduleId ?? ''}
        onChange={(event) => onChange({ ...question, scheduleId: event.target.value || null })}
      >
        <option value="">All schedules</option>
        {rows.map((row) => (
          <option key={row.id} value={row.id}>
            {row.flowName}: {row.words.replaceAll('`', '')}
          </option>
        ))}
      </select>
      <select
        className={shared.select}
        aria-label="Time"
        value={String(back)}
        onChange={(event) =>
          onChange({ ...question, back: event.target.value === 'null' ? null : Number(event.target.value) })
        }
      >
        {SPANS.map(([word, span]) => (
          <option key={word} value={String(span)}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}

function Line({ row }: { readonly row: LedgerRow }) {
  const now = useNow(60_000);
  const schedule = useSchedules((state) => state.byId.get(row.scheduleId));
  const { icon, tone } = OUTCOME_LOOK[row.outcome];
  const { runId, runStatus } = row;
  return (
    <tr data-outcome={row.outcome} data-testid="ledger-row">
      <td className={styles.when} data-tip={exactly(row)}>
        {formatClock(row.first, now).replace(/\.000$/, '')}
        {row.last !== row.first && <span> to {formatClock(row.last, now).replace(/\.000$/, '')}</span>}
      </td>
      <td className={styles.flow} data-tip={schedule?.words.replaceAll('`', '')}>
        {row.flowName ?? <span className={styles.gone}>a flow that is gone</span>}
      </td>
      <td className={styles.what} data-tone={tone} data-tip={outcomeWords(row).replaceAll('`', '')}>
        <Icon name={icon} size={14} />
        <span>
          <Prose text={outcomeWords(row)} />
        </span>
      </td>
      <td className={styles.run}>
        {runId !== null && runStatus !== null && (
          <button
            type="button"
            data-tip={`Show the run: ${STATUS_WORD[runStatus]}`}
            onClick={() => void showRun(runId)}
          >
            <StatusIcon status={runStatus} size={14} /> {STATUS_WORD[runStatus]}
          </button>
        )}
      </td>
    </tr>
  );
}

const exactly = ({ first, last, at }: LedgerRow): string =>
  [
    first === last ? formatExact(first) : `${formatExact(first)} to ${formatExact(last)}`,
    `Decided ${formatExact(at)}`,
  ].join('\n');
