import { useFlows } from '../../../shared/stores/flows.ts';
import dialog from '../dialog.module.css';
import { FILE_EVENTS, type TriggerDraft } from './draft.ts';
import type { DraftFieldsProps } from './draft-fields.ts';
import styles from './editor.module.css';
import { Field, SelectField, TextField } from './fields.tsx';

/** The fields of a trigger that fires when something happens. */
export function EventFields({ draft, onChange, problemOf }: DraftFieldsProps) {
  switch (draft.kind) {
    case 'watch':
      return <WatchFields {...{ draft, onChange, problemOf }} />;
    case 'flow':
      return <FlowFields {...{ draft, onChange, problemOf }} />;
    default:
      return (
        <SelectField
          label="When"
          value={draft.app}
          options={APP_SIGNALS}
          problem={problemOf('app')}
          onChange={(app) => onChange({ app })}
        />
      );
  }
}

const APP_SIGNALS: readonly (readonly [TriggerDraft['app'], string])[] = [
  ['start', 'The app starts'],
  ['wake', 'The machine wakes'],
  ['unlock', 'The screen is unlocked'],
  ['idle', 'The machine is idle'],
];

const ENDS: readonly (readonly [TriggerDraft['status'], string])[] = [
  ['', 'succeeded'],
  ['failed', 'failed'],
  ['cancelled', 'was cancelled'],
  ['done', 'ended, however it did'],
];

const EVENT_WORDS: Readonly<Record<(typeof FILE_EVENTS)[number], string>> = {
  create: 'created',
  change: 'changed',
  delete: 'deleted',
};

function FlowFields({ draft, onChange, problemOf }: DraftFieldsProps) {
  const rows = useFlows((state) => state.rows);
  const names = rows.flatMap(({ name }) => (name === null ? [] : [name]));
  return (
    <div className={dialog.pair}>
      <Field label="After a run of" problem={problemOf('flow')}>
        {(control) => (
          <>
            <input
              {...control}
              type="text"
              list={`${control.id}-flows`}
              spellCheck={false}
              autoComplete="off"
              placeholder="name of a flow"
              value={draft.flow}
              onChange={(event) => onChange({ flow: event.target.value })}
            />
            <datalist id={`${control.id}-flows`}>
              {names.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <SelectField
        label="That"
        value={draft.status === 'succeeded' ? '' : draft.status}
        options={ENDS}
        problem={problemOf('status')}
        onChange={(status) => onChange({ status })}
      />
    </div>
  );
}

function WatchFields({ draft, onChange, problemOf }: DraftFieldsProps) {
  const choose = (event: string, isChosen: boolean) =>
    onChange({ events: isChosen ? [...draft.events, event] : draft.events.filter((one) => one !== event) });
  return (
    <>
      <div className={dialog.pair}>
        <Field label="Files" problem={problemOf('watch')} note="Path patterns, one a line, from the folder of the file">
          {(control) => (
            <textarea
              {...control}
              rows={3}
              spellCheck={false}
              placeholder={'src/**/*.ts\ndata/*.csv'}
              value={draft.watch}
              onChange={(event) => onChange({ watch: event.target.value })}
            />
          )}
        </Field>
        <Field label="But not" problem={problemOf('ignore')}>
          {(control) => (
            <textarea
              {...control}
              rows={3}
              spellCheck={false}
              placeholder="**/*.tmp"
              value={draft.ignore}
              onChange={(event) => onChange({ ignore: event.target.value })}
            />
          )}
        </Field>
      </div>
      <fieldset className={styles.group}>
        <legend>When one is</legend>
        <div className={styles.checks}>
          {FILE_EVENTS.map((event) => (
            <label key={event} className={styles.check}>
              <input
                type="checkbox"
                checked={draft.events.includes(event)}
                onChange={({ target }) => choose(event, target.checked)}
              />
              {EVENT_WORDS[event]}
            </label>
          ))}
        </div>
        {problemOf('events') !== undefined && (
          <p className={dialog.problem}>{problemOf('events')?.replaceAll('`', '')}</p>
        )}
      </fieldset>
      <div className={dialog.pair}>
        <TextField
          label="Wait for more"
          mono
          value={draft.debounce}
          placeholder="500ms"
          problem={problemOf('debounce')}
          note="Changes in a row fire once"
          onChange={(debounce) => onChange({ debounce })}
        />
        <TextField
          label="Until it has not grown for"
          mono
          value={draft.settle}
          placeholder="2s"
          problem={problemOf('settle')}
          onChange={(settle) => onChange({ settle })}
        />
        <TextField
          label="But no longer than"
          mono
          value={draft.maxWait}
          placeholder="30s"
          problem={problemOf('maxWait')}
          onChange={(maxWait) => onChange({ maxWait })}
        />
      </div>
      <label className={styles.check}>
        <input type="checkbox" checked={draft.batch} onChange={({ target }) => onChange({ batch: target.checked })} />
        One run for all files that changed together
      </label>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={draft.existing}
          onChange={({ target }) => onChange({ existing: target.checked })}
        />
        Files that are there already count as created
      </label>
    </>
  );
}
