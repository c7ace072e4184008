/**
 * What became of every instant at which a schedule was due. Each has exactly one outcome: fired (with its run), skipped, merged
 * into another, deferred (open: later one of the others) or missed. Store, scheduler and window read the same events with this.
 */
export { joinRows, type LedgerRow, ledgerRowOf } from './ledger-row.ts';
export { type Absence, BACKFILL, explainOutcome, type Obstacle, type Outcome } from './reasons.ts';
export {
  type Deferral,
  foldSchedule,
  isDeferralOver,
  isScheduleEvent,
  newSchedule,
  type ScheduleState,
} from './schedule-state.ts';
