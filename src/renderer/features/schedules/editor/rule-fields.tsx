import type { ParamSpec } from '../../../../core/flow/flow.ts';
import dialog from '../dialog.module.css';
import type { DraftFieldsProps } from './draft-fields.ts';
import { changedMore, type TriggerDraft } from './draft-words.ts';
import styles from './editor.module.css';
import { Field, SelectField, TextField } from './fields.tsx';
import { ZonePicker } from './zone-picker.tsx';

const CATCH_UP: readonly (readonly [TriggerDraft['catchUp'], string])[] = [
  ['', 'Usual for this kind'],
  ['last', 'Run once for all of them'],
  ['skip', 'Leave them out'],
  ['all', 'Run each of them'],
];
const OVERLAP: readonly (readonly [TriggerDraft['overlap'], string])[] = [
  ['', 'Merge into one that waits'],
  ['queue', 'Wait, each in its turn'],
  ['skip', 'Leave it out'],
  ['cancel-in-progress', 'Cancel the earlier run'],
];
const ON_EXCEPT: readonly (readonly [TriggerDraft['onExcept'], string])[] = [
  ['', 'Leave it out'],
  ['previous', 'Move it to the day before'],
  ['next', 'Move it to the day after'],
];
const DEFER: readonly (readonly ['' | 'run' | 'defer', string])[] = [
  ['', 'Fire all the same'],
  ['defer', 'Wait until it is over'],
];

interface RuleFieldsProps extends DraftFieldsProps {
  readonly localZone: string;
  /** Fires at times; else when something happens. */
  readonly isTimed: boolean;
  readonly params: Readonly<Record<string, ParamSpec>>;
}

/** What all kinds have in common. */
export function RuleFields({ draft, onChange, problemOf, localZone, isTimed, params }: RuleFieldsProps) {
  return (
    <>
      {isTimed && (
        <Field label="Time zone" problem={problemOf('timezone')}>
          {({ id }) => (
            <ZonePicker
              value={draft.timezone}
              localZone={localZone}
              labelledBy={`${id}-label`}
              onChange={(timezone) => onChange({ timezone })}
            />
          )}
        </Field>
      )}
      <div className={dialog.pair}>
        {isTimed && (
          <SelectField
            label="Due while asleep or not running"
            value={draft.catchUp}
            options={CATCH_UP}
            problem={problemOf('catchUp')}
            onChange={(catchUp) => onChange({ catchUp })}
          />
        )}
        <SelectField
          label="Due while a run goes on"
          value={draft.overlap}
          options={OVERLAP}
          problem={problemOf('concurrency')}
          note={draft.overlap === '' ? undefined : 'Of the whole flow'}
          onChange={(overlap) => onChange({ overlap })}
        />
        {isTimed && (
          <TextField
            label="Jitter"
            mono
            value={draft.jitter}
            placeholder="none"
            problem={problemOf('jitter')}
            note="Fires up to this much later"
            onChange={(jitter) => onChange({ jitter })}
          />
        )}
        <TextField
          label="At most"
          mono
          value={draft.maxRuns}
          placeholder="any number of runs"
          problem={problemOf('maxRuns')}
          onChange={(maxRuns) => onChange({ maxRuns })}
        />
      </div>
      {Object.keys(params).length > 0 && <Params {...{ draft, onChange, problemOf, params }} />}
      <More {...{ draft, onChange, problemOf }} />
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={draft.enabled}
          onChange={(event) => onChange({ enabled: event.target.checked })}
        />
        Enabled
      </label>
    </>
  );
}

function Params({ draft, onChange, problemOf, params }: Omit<RuleFieldsProps, 'localZone' | 'isTimed'>) {
  return (
    <fieldset className={styles.group}>
      <legend>Parameters of its runs</legend>
      <div className={dialog.pair}>
        {Object.entries(params).map(([name, spec]) => (
          <TextField
            key={name}
            label={name}
            mono
            value={draft.params[name] ?? ''}
            placeholder={spec.default === undefined ? '' : JSON.stringify(spec.default)}
            problem={problemOf(`params.${name}`)}
            note={spec.description}
            onChange={(text) => onChange({ params: { ...draft.params, [name]: text } })}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** What is needed rarely; open where something is set. */
function More({ draft, onChange, problemOf }: DraftFieldsProps) {
  return (
    <details className={styles.more} open={changedMore(draft)}>
      <summary>Days left out, first and last day, battery and network</summary>
      <div className={dialog.pair}>
        <TextField
          label="Not before"
          mono
          value={draft.startAt}
          placeholder="2030-01-01T00:00:00Z"
          problem={problemOf('startAt')}
          onChange={(startAt) => onChange({ startAt })}
        />
        <TextField
          label="Not after"
          mono
          value={draft.endAt}
          placeholder="2030-12-31T23:59:59Z"
          problem={problemOf('endAt')}
          onChange={(endAt) => onChange({ endAt })}
        />
        <Field label="Except on" problem={problemOf('except')} note="Dates, ranges and .ics files, one a line">
          {(control) => (
            <textarea
              {...control}
              rows={3}
              spellCheck={false}
              placeholder={'2030-12-24..2031-01-01\nholidays.ics'}
              value={draft.except}
              onChange={(event) => onChange({ except: event.target.value })}
            />
          )}
        </Field>
        <SelectField
          label="What is due on such a day"
          value={draft.onExcept === 'skip' ? '' : draft.onExcept}
          options={ON_EXCEPT}
          problem={problemOf('onExcept')}
          onChange={(onExcept) => onChange({ onExcept })}
        />
        <SelectField
          label="On battery"
          value={draft.onBattery === 'run' ? '' : draft.onBattery}
          options={DEFER}
          problem={problemOf('onBattery')}
          onChange={(onBattery) => onChange({ onBattery })}
        />
        <SelectField
          label="Without network"
          value={draft.onOffline === 'run' ? '' : draft.onOffline}
          options={DEFER}
          problem={problemOf('onOffline')}
          onChange={(onOffline) => onChange({ onOffline })}
        />
        <TextField
          label="Catch up at most"
          mono
          value={draft.catchUpWindow}
          placeholder="however long ago"
          problem={problemOf('catchUpWindow')}
          onChange={(catchUpWindow) => onChange({ catchUpWindow })}
        />
      </div>
    </details>
  );
}
