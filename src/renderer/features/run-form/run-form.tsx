import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Json } from '../../../core/base/json.ts';
import type { ParamSpec } from '../../../core/flow/flow.ts';
import { selectionWords } from '../../shared/acts/words.ts';
import { planStepId } from '../../shared/graph/step-id.ts';
import { useDocument } from '../../shared/stores/document.ts';
import { startDryRun, useDryRun } from '../../shared/stores/dry-run.ts';
import { useRunForm } from '../../shared/stores/run-control.ts';
import { useSelection } from '../../shared/stores/selection.ts';
import { startRun, useStudio } from '../../shared/stores/studio.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ParamField } from './param-field.tsx';
import { type ParamProblem, problemsOf, withoutBlanks } from './param-values.ts';
import styles from './run-form.module.css';
import { StepChoice } from './step-choice.tsx';

/** Asks for the parameters of a run. A wrong value is refused here, with the same rules as everywhere. */
export function RunForm() {
  const { isOpen, isDry, choosesSteps } = useRunForm();
  const valid = useDocument((state) => state.valid);
  const flow = valid?.document.flow;
  if (!isOpen || flow == null || valid === null) return null;
  const steps = valid.plan.steps.filter(({ auxiliary }) => !auxiliary).map(({ id }) => id);
  return (
    <RunDialog
      key={flow.name}
      name={flow.name}
      params={flow.params ?? NO_PARAMS}
      isDry={isDry}
      steps={choosesSteps ? steps : undefined}
    />
  );
}

const NO_PARAMS: Readonly<Record<string, ParamSpec>> = {};

interface RunDialogProps {
  readonly name: string;
  readonly params: Readonly<Record<string, ParamSpec>>;
  readonly isDry: boolean;
  /** Those to choose from; undefined when all are to run. */
  readonly steps: readonly string[] | undefined;
}

const close = () => useRunForm.setState({ isOpen: false, choosesSteps: false });

function RunDialog({ name, params, isDry, steps }: RunDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const starting = useStudio((state) => state.starting);
  const selected = useSelection((state) => state.stepId);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(steps?.filter((id) => selected === null || id === planStepId(selected).split('/')[0])),
  );
  const [given, setGiven] = useState<Readonly<Record<string, Json>>>(() => (isDry ? useDryRun.getState().given : {}));
  const [problems, setProblems] = useState<readonly ParamProblem[]>([]);
  const [refusals, setRefusals] = useState<readonly string[]>([]);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  const change = (param: string, value: Json) => {
    const next = { ...given, [param]: value };
    setGiven(next);
    if (problems.length > 0) setProblems(problemsOf(params, next));
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = problemsOf(params, given);
    setProblems(found);
    if (found.length > 0) {
      dialog.current?.querySelector<HTMLElement>(`[name="${CSS.escape(found[0]?.param ?? '')}"]`)?.focus();
      return;
    }
    const values = withoutBlanks(params, given);
    const refused = isDry
      ? await startDryRun(values)
      : await startRun(
          values,
          steps?.filter((id) => chosen.has(id)),
        );
    setRefusals(refused);
    if (refused.length === 0) close();
  };

  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="run-form-title" onClose={close}>
      <form method="dialog" noValidate onSubmit={(event) => void submit(event)}>
        <h2 id="run-form-title">{isDry ? `Dry run of ${name}` : `Run ${name}`}</h2>
        <div className={styles.fields}>
          {steps !== undefined && <StepChoice steps={steps} chosen={chosen} onChange={setChosen} />}
          {Object.entries(params).map(([param, spec]) => (
            <ParamField
              key={param}
              name={param}
              spec={spec}
              value={given[param]}
              problem={problems.find((problem) => problem.param === param)?.message}
              onChange={(value) => change(param, value)}
            />
          ))}
        </div>
        {refusals.map((refusal) => (
          <p key={refusal} className={styles.problem} role="alert">
            {refusal}
          </p>
        ))}
        <footer>
          {steps !== undefined && (
            <output className={styles.says} data-testid="run-says">
              {chosen.size === 0 ? 'Choose at least one step' : selectionWords(steps.length, chosen.size)}
            </output>
          )}
          <Button onClick={close}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            icon={isDry ? 'dry-run' : 'play'}
            disabled={starting || (steps !== undefined && chosen.size === 0)}
          >
            {isDry ? 'Show what would run' : 'Run'}
          </Button>
        </footer>
      </form>
    </dialog>
  );
}
