import { useState } from 'react';
import type { ScheduleRow } from '../../../../contract/schedules.ts';
import { count } from '../../../shared/format/count.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { differenceOf } from '../../../shared/text/difference.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Difference } from '../../../shared/ui/difference.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import { Prose } from '../../../shared/ui/prose.tsx';
import { arm } from '../actions.ts';
import { NextFire } from '../next-fire.tsx';
import shared from '../schedules.module.css';
import styles from './arming.module.css';

const LIST_ID = 'pending-triggers';

/** New and changed triggers, which fire once a person has seen what they would do. */
export function PendingBanner() {
  const rows = useSchedules((state) => state.rows);
  const [isOpen, setOpen] = useState(false);
  const pending = rows.filter((row) => row.pending !== null);
  if (pending.length === 0) return null;
  return (
    <section className={styles.pending} aria-label="Triggers that are not armed">
      <div className={shared.banner} data-tone="held">
        <Icon name="shield" />
        <p>
          {count(pending.length, 'trigger')}{' '}
          {pending.length === 1 ? 'is new or was changed, and does' : 'are new or were changed, and do'} not fire before
          you have seen {pending.length === 1 ? 'it' : 'them'}.
        </p>
        <Button aria-expanded={isOpen} aria-controls={LIST_ID} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide' : 'Review'}
        </Button>
        {isOpen && pending.length > 1 && (
          <Button look="primary" onClick={() => void arm(pending)}>
            Arm all {pending.length}
          </Button>
        )}
      </div>
      {isOpen && (
        <ul id={LIST_ID} className={styles.list}>
          {pending.map((row) => (
            <PendingTrigger key={row.id} row={row} />
          ))}
        </ul>
      )}
    </section>
  );
}

function PendingTrigger({ row }: { readonly row: ScheduleRow }) {
  const { before = null, after = row } = row.pending ?? {};
  return (
    <li className={styles.item} data-testid="pending-trigger">
      <div className={styles.words}>
        <h3>
          {row.flowName} <span className={styles.file}>{row.file}</span>
        </h3>
        <p>
          {before !== null && (
            <>
              <del>
                <Prose text={before.words} />
              </del>{' '}
              <span aria-hidden="true">→</span>{' '}
            </>
          )}
          <ins>
            <Prose text={after.words} />
          </ins>
        </p>
        {row.next !== null && (
          <p className={styles.next}>
            Would fire <NextFire next={row.next} zone={row.zone} isHeld />
          </p>
        )}
      </div>
      <div className={styles.change}>
        <Difference lines={differenceOf(before?.source ?? '', after.source)} />
      </div>
      <Button look="primary" aria-label={`Arm the trigger of ${row.flowName}`} onClick={() => void arm([row])}>
        Arm
      </Button>
    </li>
  );
}
