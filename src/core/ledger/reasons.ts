/**
 * Every reason an instant of a schedule can have for its outcome. Stored in events: add codes, never rename one.
 * A detail may follow after `:`, such as `overlap:<run id>` or `refused:flow-invalid`.
 */
export type Outcome = 'fired' | 'skipped' | 'merged' | 'deferred' | 'missed';

/** What kept a scheduler from firing on time. */
export type Absence = 'asleep' | 'not-running' | 'not-loaded';

/** What holds a fire back until it ends. `overlap` is an earlier run of the flow that has not finished. */
export type Obstacle = 'paused' | 'battery' | 'offline' | 'overlap';

/** A fire that a person asked for over a past range: besides the outcome that the instant had, and never counted. */
export const BACKFILL = 'backfill';

const HELD_BACK: Readonly<Record<Absence | Obstacle, string>> = {
  asleep: 'the machine was asleep, or its clock was set forward',
  'not-running': 'neither the app nor a daemon was running',
  'not-loaded': 'its workspace was not there',
  paused: 'it was paused',
  battery: 'the machine was on battery',
  offline: 'the network was down',
  overlap: 'an earlier run of the flow had not finished',
};

const WORDS: Readonly<Record<Outcome, Readonly<Record<string, string>>>> = {
  fired: { due: 'on time', [BACKFILL]: 'asked for over a past range' },
  skipped: { except: 'on a day left out by `except`' },
  merged: { 'clock-change': 'its wall time was skipped when the clocks went forward' },
  deferred: {},
  missed: {
    'catch-up-window': 'longer ago than `catchUpWindow` when it could be made up for',
    'trigger-changed': 'the trigger was changed while it waited',
    refused: 'the flow could not be started',
  },
};

/** A reason as a clause for people: `an earlier run of the flow had not finished (4mwq2k)`. */
export function explainOutcome(outcome: Outcome, reason: string): string {
  const colon = reason.indexOf(':');
  const code = colon < 0 ? reason : reason.slice(0, colon);
  const detail = colon < 0 ? '' : reason.slice(colon + 1);
  if (outcome === 'fired' && (code === 'catch-up' || code === 'waited')) {
    const cause = HELD_BACK[detail as Absence | Obstacle] ?? detail;
    return code === 'catch-up' ? `made up for: ${cause}` : `had to wait: ${cause}`;
  }
  const words = WORDS[outcome][code] ?? HELD_BACK[code as Absence | Obstacle];
  if (words === undefined) return reason;
  return detail === '' ? words : `${words} (${detail})`;
}
