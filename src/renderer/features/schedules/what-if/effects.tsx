import { type ReactNode, useMemo } from 'react';
import type { Preview } from '../../../../contract/schedules.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { Icon } from '../../../shared/ui/icon.tsx';
import { Prose } from '../../../shared/ui/prose.tsx';
import { changeWords, formatLength } from '../format.ts';
import { OUTCOME_LOOK, outcomeWords } from '../ledger/outcome-look.ts';
import { heldRunWords } from './held.ts';
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
              <EffectLine effect={effect} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function keyOf(effect: Effect): string {
  switch (effect.kind) {
    case 'change':
      return `${effect.change.zone} ${effect.at}`;
    case 'rows':
      return `${effect.scheduleId} ${effect.outcome} ${effect.held} ${effect.reason} ${effect.at}`;
    case 'crowded':
      return effect.scheduleId;
  }
}

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

function EffectLine({ effect }: { readonly effect: Effect }) {
  switch (effect.kind) {
    case 'change':
      return <ChangeLine effect={effect} />;
    case 'rows':
      return <RowLine effect={effect} />;
    case 'crowded':
      return <CrowdedLine effect={effect} />;
  }
}

function ChangeLine({ effect: { at, change } }: { readonly effect: Extract<Effect, { kind: 'change' }> }) {
  return (
    <Line at={at} icon={<Icon name="clock" size={14} />} name={change.zone}>
      {changeWords(change)}: {change.before} becomes {change.after}
    </Line>
  );
}

function RowLine({ effect }: { readonly effect: Extract<Effect, { kind: 'rows' }> }) {
  const name = useSchedules((state) => state.byId.get(effect.scheduleId)?.flowName ?? '');
  const { at, last, outcome, reason, held, count } = effect;
  const words = held === null ? outcomeWords({ outcome, reason, count }) : heldRunWords(held, count);
  return (
    <Line at={at} icon={<Icon name={OUTCOME_LOOK[outcome].icon} size={14} />} name={name}>
      <Prose text={words} />
      {count > 1 && `, until ${formatMoment(last)}`}
    </Line>
  );
}

function CrowdedLine({ effect }: { readonly effect: Extract<Effect, { kind: 'crowded' }> }) {
  const name = useSchedules((state) => state.byId.get(effect.scheduleId)?.flowName ?? '');
  return (
    <Line at={effect.at} icon={<Icon name="warning" size={14} />} name={name}>
      A run takes about {formatLength(effect.runMs)}, longer than the {formatLength(effect.everyMs)} from one fire to
      the next: they overlap
    </Line>
  );
}
