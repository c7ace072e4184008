import type { FlowEdit } from '../../../../core/flow/edit/model.ts';
import { STEP_HELP } from '../../../../core/flow/schema/descriptions.ts';
import type { StepPlace } from '../../../../core/flow/steps.ts';
import { selectStep } from '../../../shared/stores/selection.ts';
import { useStepTypes } from '../../../shared/stores/step-types.ts';
import styles from './configure.module.css';
import { ChoiceField, YES_NO } from './fields/choice-field.tsx';
import { Field } from './fields/field.tsx';
import { NameBox } from './fields/name-box.tsx';
import { ScalarField } from './fields/scalar-field.tsx';
import { useForm, usePlace, useProblems } from './form.tsx';
import { renameByName } from './renaming.ts';
import { textOfRaw } from './values.ts';

/** Who the step is: its name, its id, what it is for, and whether it runs at all. */
export function StepHead({ place }: { readonly place: StepPlace }) {
  const { path, step } = place;
  const { flow } = useForm();
  const name = usePlace([...path, 'name']);
  const id = usePlace([...path, 'id']);
  const nameProblems = useProblems([...path, 'name']);
  const idProblems = useProblems([...path, 'id']);
  const rename = (to: string, { edits, id: after }: { readonly edits: readonly FlowEdit[]; readonly id: string }) => {
    name.change(`Rename \`${step.id}\` to \`${to}\``, edits);
    // It stays selected under its new id.
    if (after !== step.id) selectStep(`${place.fullId.slice(0, -step.id.length)}${after}`);
  };
  return (
    <div className={styles.fields}>
      <div className={styles.two}>
        <Field label="Name" help={STEP_HELP.name} problems={nameProblems}>
          {(control) => (
            <NameBox
              {...control}
              isProse
              value={textOfRaw(name.raw)}
              placeholder={step.id}
              onRename={(to) =>
                rename(
                  to,
                  renameByName(place, flow, { to, hasOwnId: id.raw !== undefined, hasName: name.raw !== undefined }),
                )
              }
            />
          )}
        </Field>
        <Field label="Id" help={`${STEP_HELP.id} Whoever names it is changed with it.`} problems={idProblems}>
          {(control) => (
            <NameBox
              {...control}
              value={step.id}
              onRename={(to) => rename(to, { edits: [{ op: 'rename-step', path, to }], id: to })}
            />
          )}
        </Field>
      </div>
      <ScalarField
        path={[...path, 'description']}
        label="Description"
        help={STEP_HELP.description}
        kind="lines"
        mono={false}
        rows={1}
      />
      <div className={styles.two}>
        <ChoiceField
          path={[...path, 'disabled']}
          label="Disabled"
          help={STEP_HELP.disabled}
          options={YES_NO}
          isBoolean
        />
        <ChoiceField
          path={[...path, 'breakpoint']}
          label="Breakpoint"
          help={STEP_HELP.breakpoint}
          options={YES_NO}
          isBoolean
        />
      </div>
    </div>
  );
}

/** What runs the step. The default of the flow is taken when nothing is written. */
export function ExecutorField({ place }: { readonly place: StepPlace }) {
  const { flow } = useForm();
  const executors = useStepTypes((state) => state.executors);
  const usual = flow.defaults?.executor ?? 'shell';
  const titleOf = (name: string) => executors.find((one) => one.name === name)?.title ?? name;
  const others = executors.filter(({ name }) => name !== usual);
  return (
    <ChoiceField
      path={[...place.path, 'executor']}
      label="Type"
      what="type"
      help={STEP_HELP.executor}
      options={[[usual, titleOf(usual)], ...others.map(({ name, title }) => [name, title] as const)]}
    />
  );
}
