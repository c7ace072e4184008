import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Json } from '../../../core/base/json.ts';
import type { ParamSpec } from '../../../core/flow/flow.ts';
import type { RerunScope } from '../../../core/run/reuse.ts';
import { useDialogs } from '../../shared/acts/dialogs.ts';
import { rerunWords } from '../../shared/acts/words.ts';
import { planStepId } from '../../shared/graph/step-id.ts';
import type { RunView } from '../../shared/run/run-view.ts';
import { useDocument } from '../../shared/stores/document.ts';
import { useRun } from '../../shared/stores/run.ts';
import { useSelection } from '../../shared/stores/selection.ts';
import { rerunShown, useStudio } from '../../shared/stores/studio.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ParamField } from './param-field.tsx';
import { type ParamProblem, problemsOf, withoutBlanks } from './param-values.ts';
import styles from './run-form.module.css';
import { StepChoice } from './step-choice.tsx';

/** Asks what of the shown run is to run again, with which parameters, and whether as it was recorded. */
export function RerunDialog() {
  const isOpen = useDialogs((state) => state.isRerunOpen);
  const run = useRun((state) => state.latest);
  if (!isOpen || run?.finishedAt === undefined) return null;
  return <Dialog key={run.runId} run={run} />;
}

const close = () => useDialogs.setState({ isRerunOpen: false });
const NO_PARAMS: Readonly<Record<string, ParamSpec>> = {};

function Dialog({ run }: { readonly run: RunView }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const starting = useStudio((state) => state.starting);
  const today = useDocument((state) => state.valid?.document.flow);
  const selected = useSelection((state) => state.stepId);
  const steps = run.plan.steps.filter(({ auxiliary }) => !auxiliary).map(({ id }) => id);
  const selectedId = selected === null ? undefined : steps.find((id) => id === planStepId(selected).split('/')[0]);
  const [kind, setKind] = useState<RerunScope['kind']>(run.status === 'succeeded' ? 'all' : 'failed');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(selectedId === undefined ? steps : [selectedId]));
  const [edited, setEdited] = useState(false);
  const [given, setGiven] = useState<Readonly<Record<string, Json>>>({});
  const [problems, setProblems] = useState<readonly ParamProblem[]>([]);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const params = today?.params ?? NO_PARAMS;
  const scope = scopeOf(kind, selectedId, chosen, steps);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = problemsOf(params, { ...run.params, ...given });
    setProblems(found);
    if (found.length > 0 || scope === undefined) return;
    const changed = withoutBlanks(params, given);
    const refused = await rerunShown(scope, {
      ...(Object.keys(changed).length === 0 ? {} : { params: changed }),
      ...(edited ? { edited } : {}),
    });
    setRefusals(refused);
    if (refused.length === 0) close();
  };

  const scopes: readonly (readonly [RerunScope['kind'], string])[] = [
    ['all', 'Everything'],
    ...(run.status === 'succeeded' ? [] : [['failed', 'What did not succeed'] as const]),
    ...(selectedId === undefined ? [] : [['from', `From ${selectedId} on`] as const]),
    ['only', 'Only chosen steps'],
  ];
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="rerun-title" onClose={close}>
      <form method="dialog" noValidate onSubmit={(event) => void submit(event)}>
        <h2 id="rerun-title">Run {run.plan.name} again</h2>
        <div className={styles.fields}>
          <fieldset className={styles.choice}>
            <legend>What</legend>
            {scopes.map(([id, label]) => (
              <label key={id}>
                <input type="radio" name="scope" checked={kind === id} onChange={() => setKind(id)} />
                {label}
              </label>
            ))}
          </fieldset>
          {kind === 'only' && <StepChoice steps={steps} chosen={chosen} onChange={setChosen} />}
          <fieldset className={styles.choice}>
            <legend>Flow</legend>
            <label>
              <input type="radio" name="flow" checked={!edited} onChange={() => setEdited(false)} />
              As this run recorded it
            </label>
            <label>
              <input
                type="radio"
                name="flow"
                checked={edited}
                disabled={today == null}
                onChange={() => setEdited(true)}
              />
              As its file has it now
            </label>
          </fieldset>
          {Object.entries(params).map(([param, spec]) => (
            <ParamField
              key={param}
              name={param}
              spec={spec}
              value={given[param] ?? run.params[param]}
              problem={problems.find((problem) => problem.param === param)?.message}
              onChange={(value) => setGiven({ ...given, [param]: value })}
            />
          ))}
        </div>
        {refusals.map((refusal) => (
          <p key={refusal} className={styles.problem} role="alert">
            {refusal}
          </p>
        ))}
        <footer>
          <output className={styles.says} data-testid="rerun-says">
            {scope === undefined ? 'Choose at least one step' : rerunWords(run, scope)}
          </output>
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" type="submit" icon="retry" disabled={starting || scope === undefined}>
            Run again
          </Button>
        </footer>
      </form>
    </dialog>
  );
}

function scopeOf(
  kind: RerunScope['kind'],
  selectedId: string | undefined,
  chosen: ReadonlySet<string>,
  steps: readonly string[],
): RerunScope | undefined {
  if (kind === 'all' || kind === 'failed') return { kind };
  if (kind === 'from') return selectedId === undefined ? undefined : { kind, stepId: selectedId };
  const stepIds = steps.filter((id) => chosen.has(id));
  return stepIds.length === 0 ? undefined : { kind, stepIds };
}
