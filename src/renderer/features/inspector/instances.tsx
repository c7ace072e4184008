import { useState } from 'react';
import { shortStepId } from '../../shared/graph/step-id.ts';
import { RunElapsed } from '../../shared/run/run-elapsed.tsx';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import { useStep } from '../../shared/stores/run.ts';
import { selectStep } from '../../shared/stores/selection.ts';
import { Button } from '../../shared/ui/button.tsx';
import { moveFocus } from '../../shared/ui/move-focus.ts';
import styles from './inspector.module.css';
import { Section } from './parts.tsx';

const SHOWN = 50;

/** The instances of a matrix or a list, to look into each. */
export function Instances({ ids }: { readonly ids: readonly string[] }) {
  const [shown, setShown] = useState(SHOWN);
  return (
    <Section title={`${ids.length} instances`}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only move between the buttons inside */}
      <div className={styles.list} onKeyDown={moveFocus}>
        {ids.slice(0, shown).map((id) => (
          <InstanceRow key={id} id={id} />
        ))}
      </div>
      {ids.length > shown && (
        <Button look="plain" onClick={() => setShown(shown + 10 * SHOWN)}>
          Show {Math.min(10 * SHOWN, ids.length - shown)} more
        </Button>
      )}
    </Section>
  );
}

function InstanceRow({ id }: { readonly id: string }) {
  const step = useStep(id);
  return (
    <button type="button" className={styles.listRow} onClick={() => selectStep(id)}>
      <StatusIcon status={step?.status ?? 'pending'} size={14} labelled />
      <span className={styles.grow}>{shortStepId(id)}</span>
      {step?.startedAt !== undefined && (
        <RunElapsed from={step.startedAt} to={step.finishedAt} className={styles.number} />
      )}
    </button>
  );
}
