import { useState } from 'react';
import type { Json } from '../../../core/base/json.ts';
import type { DryStep } from '../../../core/run/dry-run.ts';
import { count } from '../../shared/format/count.ts';
import { endDryRun, useDryRun } from '../../shared/stores/dry-run.ts';
import { requestDryRun } from '../../shared/stores/run-control.ts';
import { selectStep, useSelection } from '../../shared/stores/selection.ts';
import { Button, IconButton } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Prose } from '../../shared/ui/prose.tsx';
import styles from './dry-run.module.css';
import { StepRow } from './step-row.tsx';
import { type Wave, wavesOf } from './waves.ts';

/** Rows beyond this many are left out, and counted: a page with all of them would answer slowly. */
const MOST_ROWS = 500;

/** What a run would do, in which order and with what, while nothing runs. */
export default function DryRunPanel() {
  const phase = useDryRun((state) => state.phase);
  const steps = useDryRun((state) => state.steps);
  const problems = useDryRun((state) => state.problems);
  if (phase === 'none') {
    return (
      <EmptyState
        icon="dry-run"
        title="Nothing was tried yet"
        action={<Button onClick={requestDryRun}>Dry run</Button>}
      >
        A dry run shows what a run would do, in which order and with what, without running anything.
      </EmptyState>
    );
  }
  if (phase === 'working') return null;
  return (
    <div className={styles.panel}>
      <Head steps={steps} />
      {problems.length > 0 && (
        <div className={styles.problems} role="alert">
          <Icon name="warning" />
          <div>
            <p>The flow cannot run as it stands{steps.length > 0 ? '; this is what it would have done before' : ''}.</p>
            {problems.map((problem) => (
              <p key={problem}>
                <Prose text={problem} />
              </p>
            ))}
          </div>
        </div>
      )}
      <Waves waves={wavesOf(steps)} />
    </div>
  );
}

function Head({ steps }: { readonly steps: readonly DryStep[] }) {
  const params = useDryRun((state) => state.params);
  const names = Object.keys(params);
  const waves = wavesOf(steps);
  const running = waves.filter(({ number }) => number > 0);
  const attempts = running.reduce((sum, wave) => sum + wave.steps.length, 0);
  return (
    <div className={styles.head}>
      <p role="status">
        {count(attempts, 'attempt')} in {count(running.length, 'wave')}, at most. Nothing runs.
      </p>
      {names.map((name) => (
        <code key={name} className={styles.param}>
          {name}={textOf(params[name] ?? null)}
        </code>
      ))}
      {names.length > 0 && (
        <Button look="plain" onClick={requestDryRun}>
          Change
        </Button>
      )}
      <span className={styles.space} />
      <IconButton icon="close" label="End the dry run" onClick={endDryRun} />
    </div>
  );
}

function Waves({ waves }: { readonly waves: readonly Wave[] }) {
  const selected = useSelection((state) => state.stepId);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    selectStep(id);
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  };
  const total = waves.reduce((sum, wave) => sum + wave.steps.length, 0);
  let left = MOST_ROWS;
  return (
    <div className={styles.waves}>
      {waves.map(({ number, steps }) => {
        const shown = steps.slice(0, Math.max(0, left));
        left -= steps.length;
        if (shown.length === 0) return null;
        return (
          <section key={number} aria-label={number === 0 ? 'Would not run' : `Wave ${number}`}>
            <h3 className={styles.wave}>{number === 0 ? 'Would not run' : `Wave ${number}`}</h3>
            <ul>
              {shown.map((step) => (
                <StepRow
                  key={step.stepId}
                  step={step}
                  isSelected={selected === step.stepId}
                  isOpen={opened.has(step.stepId)}
                  onToggle={() => toggle(step.stepId)}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {total > MOST_ROWS && <p className={styles.rest}>{count(total - MOST_ROWS, 'further step')} not listed here</p>}
    </div>
  );
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
