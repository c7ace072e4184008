import { type ReactNode, useMemo } from 'react';
import type { Preview } from '../../../../contract/schedules.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { Icon } from '../../../shared/ui/icon.tsx';
import { Prose } from '../../../shared/ui/prose.tsx';
import { changeWords } from '../format.ts';
import { OUTCOME_LOOK, outcomeWords } from '../ledger/outcome-look.ts';
import { type Effect, effectsOf } from './summary.ts';
import { formatMoment } from './summary-bar.tsx';
import styles from './what-if.module.css';

interface EffectsProps {
  readonly preview: Preview;
  readonly at: number;
  readonly onMove: (at: number) => void;
}

/** What is out of the ordinary in the time to come. */
export function Effects({ preview, at, onMove }: EffectsProps) {
  const effects = useMemo(() => effectsOf(preview), [preview]);
  return (
    <section className={styles.effects} aria-label="Out of the ordinary">
      <h2>Out of the ordinary</h2>
      {effects.length === 0 && <p>Everything fires on time: no overlaps, no skips, no change of clocks.</p>}
      <ul>
        {effects.map((effect) => (
          <li key={keyOf(effect)}>
            <button type="button" data-ahead={effect.at > at} onClick={() => onMove(effect.at)}>
              {effect.kind === 'change' ? <ChangeLine effect={effect} /> : <RowLine effect={effect} />}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const keyOf = (effect: Effect): string =>
  effect.kind === 'change'
    ? `${effect.change.zone} ${effect.at}`
    : `${effect.scheduleId} ${effect.row.outcome} ${effect.row.reason} ${effect.at}`;

interface LineProps {
  readonly at: number;
  readonly icon: ReactNode;
  readonly name: string;
  readonly children: ReactNode;
}

const Line = ({ at, icon, name, children }: LineProps) => (
  <>
    <span className={styles.moment}>{formatMoment(at)}</span>
    {icon}
    <b>{name}</b>
    <span className={styles.what}>{children}</span>
  </>
);

function ChangeLine({ effect: { at, change } }: { readonly effect: Extract<Effect, { kind: 'change' }> }) {
  return (
    <Line at={at} icon={<Icon name="clock" size={14} />} name={change.zone}>
      {changeWords(change)}: {change.before} becomes {change.after}
    </Line>
  );
}

function RowLine({ effect: { at, scheduleId, row } }: { readonly effect: Extract<Effect, { kind: 'row' }> }) {
  const name = useSchedules((state) => state.byId.get(scheduleId)?.flowName ?? '');
  return (
    <Line at={at} icon={<Icon name={OUTCOME_LOOK[row.outcome].icon} size={14} />} name={name}>
      <Prose text={outcomeWords(row)} />
    </Line>
  );
}
