import { useEffect, useState } from 'react';
import type { FlowDocument } from '../../../../contract/models.ts';
import { client } from '../../../shared/client/client.ts';
import { follow } from '../../../shared/client/follow.ts';
import { failureText, problemsOf } from '../../../shared/stores/failure.ts';
import { notify } from '../../../shared/stores/notices.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { closeTriggerEditor, type EditedTrigger, useTriggerEditor } from '../../../shared/stores/trigger-editor.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { ChoiceBar } from '../choice-bar.tsx';
import { type DraftKind, type DraftPlace, draftOf, editsOf, isTimedKind, type TriggerDraft } from './draft.ts';
import styles from './editor.module.css';
import { PreviewPanel } from './preview-panel.tsx';
import { RuleFields } from './rule-fields.tsx';
import { saveTrigger } from './save-trigger.ts';
import { TimingFields } from './timing-fields.tsx';
import { Unformed } from './unformed.tsx';
import { useCheck } from './use-check.ts';

/** Edits one trigger of a flow file: what it says is seen while it is written, and only what changed is. */
export default function TriggerEditor() {
  const edited = useTriggerEditor((state) => state.edited);
  return edited === null ? null : (
    <LoadedEditor key={`${edited.workspace} ${edited.file} ${edited.index}`} edited={edited} />
  );
}

function LoadedEditor({ edited }: { readonly edited: EditedTrigger }) {
  const { workspace, file, index } = edited;
  /** The file as it was when the form was opened; another one from then on is a conflict. */
  const [opened, setOpened] = useState<FlowDocument | null>(null);
  const [latest, setLatest] = useState<FlowDocument | null>(null);
  useEffect(
    () =>
      follow({
        open: (signal) => client.flows.open({ workspace, file }, { signal }),
        onItem: ({ document }) => {
          setLatest(document);
          setOpened((before) => before ?? document);
          if (document === null) {
            notify('error', `${file} is not there any more`);
            closeTriggerEditor();
          }
        },
        onRefused: (error) => {
          notify('error', failureText(error, `${file} cannot be opened`));
          closeTriggerEditor();
        },
      }),
    [workspace, file],
  );
  if (opened === null) return null;
  const { flow } = opened;
  const trigger = index === null ? null : (flow?.triggers?.[index] ?? null);
  const draft = flow === null || (index !== null && trigger === null) ? null : draftOf(trigger, flow);
  if (flow === null || draft === null) return <Unformed document={opened} trigger={trigger} />;
  return (
    <Form
      key={opened.revision}
      document={opened}
      place={{ flow, index }}
      before={draft}
      hasChanged={latest !== null && latest.revision !== opened.revision}
      onTakeUp={() => setOpened(latest)}
    />
  );
}

const KINDS: readonly (readonly [DraftKind, string])[] = [
  ['cron', 'Cron'],
  ['every', 'Interval'],
  ['calendar', 'Calendar'],
  ['at', 'Once'],
  ['watch', 'Files'],
  ['flow', 'Flow'],
  ['app', 'App'],
];

interface FormProps {
  readonly document: FlowDocument;
  readonly place: DraftPlace;
  readonly before: TriggerDraft;
  readonly hasChanged: boolean;
  readonly onTakeUp: () => void;
}

function Form({ document, place, before, hasChanged, onTakeUp }: FormProps) {
  const localZone = useSchedules((state) => state.localZone);
  const [draft, setDraft] = useState(before);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const [isSaving, setSaving] = useState(false);
  const { value: check, isAsking, problem } = useCheck(document, place, before, draft);
  const edits = editsOf(before, draft, place);
  const problems = check?.problems ?? [];
  const change = (part: Partial<TriggerDraft>) => {
    setDraft((now) => ({ ...now, ...part }));
    setRefusals([]);
  };
  const problemOf = (key: string) => problems.find(({ path }) => path === key || path.startsWith(`${key}[`))?.message;
  /** Problems of what has no field of its own. */
  const others = problems.filter(({ path }) => path === '' || path === draft.kind || !FIELDS.test(path));
  const canSave = edits.length > 0 && problems.length === 0 && !isAsking && !isSaving && !hasChanged;

  const save = async () => {
    if (!canSave) return;
    setSaving(true);
    try {
      await saveTrigger(document, edits, place.index ?? place.flow.triggers?.length ?? 0);
      closeTriggerEditor();
    } catch (error) {
      const found = problemsOf(error);
      setRefusals(found.length > 0 ? found : [failureText(error, 'The trigger was not saved')]);
      setSaving(false);
    }
  };

  return (
    <Dialog
      size="large"
      title={
        <>
          {place.index === null ? 'New trigger of' : 'Trigger of'} {place.flow.name} <span>{document.file}</span>
        </>
      }
      onClose={closeTriggerEditor}
      onSubmit={() => void save()}
      footer={
        <>
          <p role="alert">
            {refusals.join(' ') || problem}
            {hasChanged && 'The file was changed by somebody else in between. '}
            {hasChanged && (
              <Button look="plain" onClick={onTakeUp}>
                Begin again with it
              </Button>
            )}
          </p>
          <Button onClick={closeTriggerEditor}>Cancel</Button>
          <Button look="primary" type="submit" aria-disabled={!canSave}>
            Save
          </Button>
        </>
      }
    >
      <div className={styles.split}>
        <div className={styles.form}>
          <ChoiceBar
            label="Kind"
            options={KINDS}
            selected={draft.kind}
            onSelect={(kind) => change(ofKind(draft, kind))}
          />
          <TimingFields draft={draft} onChange={change} problemOf={problemOf} />
          {others
            .filter(({ path }) => path !== draft.kind)
            .map(({ message }) => (
              <p key={message} className={styles.problem} role="alert">
                {message.replaceAll('`', '')}
              </p>
            ))}
          <RuleFields
            draft={draft}
            onChange={change}
            problemOf={problemOf}
            isTimed={isTimedKind(draft.kind)}
            localZone={check?.described.zone && draft.timezone === '' ? check.described.zone : localZone}
            params={place.flow.params ?? {}}
          />
        </div>
        <PreviewPanel check={check} textBefore={document.text} isTimed={isTimedKind(draft.kind)} />
      </div>
    </Dialog>
  );
}

/** Paths of problems that stand beside their fields. */
const FIELDS =
  /^(?:cron|every|offset|at|calendar|watch|events|ignore|debounce|settle|maxWait|flow|status|app|timezone|startAt|endAt|maxRuns|jitter|catchUp|catchUpWindow|except|onExcept|onBattery|onOffline|concurrency|params\.[^.[]+)(?:$|[.[])/;

/** Another kind begins with something that can be seen to work. */
function ofKind(draft: TriggerDraft, kind: DraftKind): Partial<TriggerDraft> {
  switch (kind) {
    case 'cron':
      return { kind, cron: draft.cron || '0 9 * * *' };
    case 'every':
      return { kind, every: draft.every || '15m' };
    case 'at':
      return {
        kind,
        at: draft.at || new Date(Date.now() + 86_400_000).toISOString().replace(/:\d\d\.\d{3}Z$/, ':00Z'),
      };
    case 'calendar': {
      const isEmpty = typeof draft.calendar !== 'string' && Object.keys(draft.calendar).length === 0;
      return { kind, calendar: isEmpty ? { hour: '9', minute: '0' } : draft.calendar };
    }
    case 'watch':
      return { kind, watch: draft.watch || '**/*' };
    case 'flow':
    case 'app':
      return { kind };
  }
}
