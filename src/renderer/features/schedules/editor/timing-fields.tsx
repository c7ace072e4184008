import dialog from '../dialog.module.css';
import { CALENDAR_FIELDS } from './draft.ts';
import type { DraftFieldsProps } from './draft-fields.ts';
import styles from './editor.module.css';
import { EventFields } from './event-fields.tsx';
import { TextField } from './fields.tsx';

const PRESETS: readonly (readonly [string, string])[] = [
  ['Every 15 min', '*/15 * * * *'],
  ['Hourly', '0 * * * *'],
  ['Daily at 9', '0 9 * * *'],
  ['Weekdays at 9', '0 9 * * MON-FRI'],
  ['Mondays', '0 9 * * MON'],
  ['First of the month', '0 9 1 * *'],
];

/** The fields of the chosen kind. */
export function TimingFields({ draft, onChange, problemOf }: DraftFieldsProps) {
  switch (draft.kind) {
    case 'cron':
      return (
        <div>
          <TextField
            label="Cron expression"
            mono
            value={draft.cron}
            placeholder="0 9 * * MON-FRI"
            problem={problemOf('cron')}
            note="Minute, hour, day, month, weekday. A sixth field in front is the second."
            onChange={(cron) => onChange({ cron })}
          />
          <div className={styles.presets}>
            {PRESETS.map(([word, cron]) => (
              <button key={cron} type="button" aria-pressed={draft.cron === cron} onClick={() => onChange({ cron })}>
                {word}
              </button>
            ))}
          </div>
        </div>
      );
    case 'every':
      return (
        <div className={dialog.pair}>
          <TextField
            label="Interval"
            mono
            value={draft.every}
            placeholder="15m"
            problem={problemOf('every')}
            note="250ms, 4s, 30m, 1h30m, 2d"
            onChange={(every) => onChange({ every })}
          />
          <TextField
            label="Offset"
            mono
            value={draft.offset}
            placeholder="none"
            problem={problemOf('offset')}
            note="Moves every fire by this much"
            onChange={(offset) => onChange({ offset })}
          />
        </div>
      );
    case 'at':
      return (
        <TextField
          label="Instant"
          mono
          value={draft.at}
          placeholder="2030-01-31T09:00:00+01:00"
          problem={problemOf('at')}
          note="Date, time and offset from UTC. It fires once."
          onChange={(at) => onChange({ at })}
        />
      );
    case 'calendar':
      return <CalendarFields draft={draft} onChange={onChange} problemOf={problemOf} />;
    case 'watch':
    case 'flow':
    case 'app':
      return <EventFields draft={draft} onChange={onChange} problemOf={problemOf} />;
  }
}

function CalendarFields({ draft: { calendar }, onChange, problemOf }: DraftFieldsProps) {
  if (typeof calendar === 'string') {
    return (
      <TextField
        label="Calendar"
        mono
        value={calendar}
        problem={problemOf('calendar')}
        onChange={(text) => onChange({ calendar: text })}
      />
    );
  }
  return (
    <div>
      <div className={styles.calendar}>
        {CALENDAR_FIELDS.map((field) => (
          <TextField
            key={field}
            label={field.charAt(0).toUpperCase() + field.slice(1)}
            mono
            value={calendar[field] ?? ''}
            placeholder="any"
            problem={problemOf(`calendar.${field}`)}
            onChange={(text) => onChange({ calendar: { ...calendar, [field]: text } })}
          />
        ))}
      </div>
      {problemOf('calendar') !== undefined && (
        <p className={dialog.problem}>{problemOf('calendar')?.replaceAll('`', '')}</p>
      )}
      <p className={dialog.note}>
        <code>5</code>, <code>MON..FRI</code>, <code>every(3)</code>, <code>[1, 15, L]</code>, <code>15W</code>,{' '}
        <code>jitter(9, 5)</code>, <code>identity</code>. All fields must match; below the finest one named, the first
        value counts.
      </p>
    </div>
  );
}
