import { useEffect, useId, useState } from 'react';
import type { BackfillOutcome, ScheduleRow } from '../../../../contract/schedules.ts';
import { client } from '../../../shared/client/client.ts';
import { count } from '../../../shared/format/count.ts';
import { problemsOf } from '../../../shared/stores/failure.ts';
import { notify } from '../../../shared/stores/notices.ts';
import { Button, IconButton } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import styles from '../dialog.module.css';
import { formatInZone, formatNumber } from '../format.ts';

const HOUR = 3_600_000;
const PAUSE_MS = 250;

export function BackfillButton({ row }: { readonly row: ScheduleRow }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton
        icon="runs"
        label={`Fill in the past of ${row.flowName}`}
        tip="Fill in the past: run for instants that have no run"
        tabIndex={-1}
        onClick={() => setOpen(true)}
      />
      {isOpen && <BackfillDialog row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

interface BackfillDialogProps {
  readonly row: ScheduleRow;
  readonly onClose: () => void;
}

/** Runs a flow for a range of the past, after it has said which instants those are. */
function BackfillDialog({ row, onClose }: BackfillDialogProps) {
  const id = useId();
  const [range, setRange] = useState(() => ({ from: inputText(Date.now() - HOUR), to: inputText(Date.now()) }));
  const [plan, setPlan] = useState<BackfillOutcome | null>(null);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [isStarting, setStarting] = useState(false);
  const [from, to] = [Date.parse(range.from), Date.parse(range.to)];

  useEffect(() => {
    const controller = new AbortController();
    const ask = async () => {
      if (!(from <= to)) {
        setPlan(null);
        setProblems(['The range ends before it begins.']);
        return;
      }
      try {
        const request = { scheduleId: row.id, from, to, dryRun: true };
        const answer = await client.schedules.backfill(request, { signal: controller.signal });
        setPlan(answer);
        setProblems([]);
      } catch (error) {
        if (controller.signal.aborted) return;
        setPlan(null);
        setProblems(wordsOf(error));
      }
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [row.id, from, to]);

  const due = plan === null ? 0 : plan.count - plan.present;
  const start = async () => {
    if (due === 0 || isStarting) return;
    setStarting(true);
    try {
      const { started } = await client.schedules.backfill({ scheduleId: row.id, from, to, dryRun: false });
      notify(
        'info',
        `${row.flowName} runs for ${count(started, 'instant')} of the past${started > 1 ? ', one after the other' : ''}`,
      );
      onClose();
    } catch (error) {
      setProblems(wordsOf(error));
      setStarting(false);
    }
  };

  return (
    <Dialog
      title={
        <>
          Fill in the past <span>{row.flowName}</span>
        </>
      }
      onClose={onClose}
      onSubmit={() => void start()}
      footer={
        <>
          <p>{plan !== null && plan.present > 0 && `${formatNumber(plan.present)} have a run already`}</p>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" icon="play" disabled={due === 0 || isStarting}>
            {due === 0 ? 'Run' : `Run ${formatNumber(due)}`}
          </Button>
        </>
      }
    >
      <div className={styles.pair}>
        {(['from', 'to'] as const).map((key) => (
          <div key={key} className={styles.field}>
            <label htmlFor={`${id}-${key}`}>{key === 'from' ? 'From' : 'To'}</label>
            <input
              id={`${id}-${key}`}
              type="datetime-local"
              value={range[key]}
              onChange={(event) => setRange({ ...range, [key]: event.target.value })}
            />
          </div>
        ))}
      </div>
      {problems.map((problem) => (
        <p key={problem} className={styles.problem} role="alert">
          {problem}
        </p>
      ))}
      {plan !== null && plan.count === 0 && <p className={styles.note}>Nothing was due in this range.</p>}
      {plan !== null && plan.count > 0 && (
        <ol className={styles.occurrences} aria-label="Instants in this range">
          {plan.instants.map(({ nominal, runId }) => (
            <li key={nominal} data-present={runId !== null}>
              {formatInZone(nominal, row.zone)} {runId !== null && 'has a run'}
            </li>
          ))}
          {plan.count > plan.instants.length && <li>and {formatNumber(plan.count - plan.instants.length)} more</li>}
        </ol>
      )}
    </Dialog>
  );
}

/** As an input for date and time wants it, on the clock of this machine. */
function inputText(instant: number): string {
  const offset = new Date(instant).getTimezoneOffset() * 60_000;
  return new Date(instant - offset).toISOString().slice(0, 16);
}

function wordsOf(error: unknown): readonly string[] {
  const problems = problemsOf(error);
  return problems.length > 0 ? problems : [error instanceof Error ? error.message : String(error)];
}
