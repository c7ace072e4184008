import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Json } from '../../../core/base/json.ts';
import type { ParamSpec } from '../../../core/flow/flow.ts';
import { type ParamProblem, resolveParams } from '../../../core/run/params.ts';
import { useDocument } from '../../shared/stores/document.ts';
import { startDryRun, useDryRun } from '../../shared/stores/dry-run.ts';
import { useRunForm } from '../../shared/stores/run-control.ts';
import { startRun, useStudio } from '../../shared/stores/studio.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ParamField } from './param-field.tsx';
import styles from './run-form.module.css';

/** Asks for the parameters of a run. A wrong value is refused here, with the same rules as everywhere. */
export function RunForm() {
  const isOpen = useRunForm((state) => state.isOpen);
  const isDry = useRunForm((state) => state.isDry);
  const flow = useDocument((state) => state.valid?.document.flow);
  const params = flow?.params;
  if (!isOpen || params === undefined) return null;
  return <RunDialog key={flow?.name} name={flow?.name ?? ''} params={params} isDry={isDry} />;
}

interface RunDialogProps {
  readonly name: string;
  readonly params: Readonly<Record<string, ParamSpec>>;
  readonly isDry: boolean;
}

const close = () => useRunForm.setState({ isOpen: false });

function RunDialog({ name, params, isDry }: RunDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const starting = useStudio((state) => state.starting);
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
    const start = isDry ? startDryRun : startRun;
    const refused = await start(withoutBlanks(params, given));
    setRefusals(refused);
    if (refused.length === 0) close();
  };

  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="run-form-title" onClose={close}>
      <form method="dialog" noValidate onSubmit={(event) => void submit(event)}>
        <h2 id="run-form-title">{isDry ? `Dry run of ${name}` : `Run ${name}`}</h2>
        <div className={styles.fields}>
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
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" type="submit" icon={isDry ? 'dry-run' : 'play'} disabled={starting}>
            {isDry ? 'Show what would run' : 'Run'}
          </Button>
        </footer>
      </form>
    </dialog>
  );
}

function problemsOf(
  params: Readonly<Record<string, ParamSpec>>,
  given: Readonly<Record<string, Json>>,
): readonly ParamProblem[] {
  const read = resolveParams(params, withoutBlanks(params, given));
  return read.ok ? [] : read.error;
}

/** A field that was cleared leaves its parameter to the default; only a text may be empty. */
const withoutBlanks = (
  params: Readonly<Record<string, ParamSpec>>,
  given: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    Object.entries(given).filter(
      ([param, value]) => value !== '' || (params[param]?.type === 'string' && params[param].required !== true),
    ),
  );
