import type { LedgerRow } from '../../../../contract/schedules.ts';
import { explainOutcome, type Outcome } from '../../../../core/ledger/index.ts';
import type { IconName } from '../../../shared/ui/icon.tsx';
import { formatNumber } from '../format.ts';

export const OUTCOMES: readonly Outcome[] = ['fired', 'skipped', 'merged', 'deferred', 'missed'];

/** One word, icon and tone for each outcome, wherever it is shown. */
export const OUTCOME_LOOK: Readonly<
  Record<Outcome, { readonly word: string; readonly icon: IconName; readonly tone: 'good' | 'quiet' | 'held' | 'bad' }>
> = {
  fired: { word: 'Fired', icon: 'play', tone: 'good' },
  skipped: { word: 'Skipped', icon: 'minus', tone: 'quiet' },
  merged: { word: 'Merged', icon: 'merge', tone: 'quiet' },
  deferred: { word: 'Deferred', icon: 'clock', tone: 'held' },
  missed: { word: 'Missed', icon: 'close', tone: 'bad' },
};

/** `Fired on time`, `312 × skipped: the machine was asleep`. */
export function outcomeWords({ outcome, reason, count }: Pick<LedgerRow, 'outcome' | 'reason' | 'count'>): string {
  const why = explainOutcome(outcome, reason);
  const word = OUTCOME_LOOK[outcome].word;
  if (outcome === 'fired') {
    const fired = count === 1 ? 'Fired' : `Fired ${formatNumber(count)} times`;
    return why === 'on time' ? `${fired} on time` : `${fired}, ${why}`;
  }
  if (count === 1) return `${word}: ${why}`;
  return `${formatNumber(count)} × ${word.toLowerCase()}: ${why}`;
}
