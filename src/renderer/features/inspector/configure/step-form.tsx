import { stepsToNeed } from '../../../../core/flow/complete/index.ts';
import { STEP_HELP } from '../../../../core/flow/schema/descriptions.ts';
import type { StepPlace } from '../../../../core/flow/steps.ts';
import { selectStep } from '../../../shared/stores/selection.ts';
import { useStepTypes } from '../../../shared/stores/step-types.ts';
import styles from './configure.module.css';
import { AlternativesEditor } from './editors/alternatives-editor.tsx';
import { FramesEditor } from './editors/frames-editor.tsx';
import { MatrixEditor } from './editors/matrix-editor.tsx';
import { NeedsEditor } from './editors/needs-editor.tsx';
import { OutputsEditor } from './editors/outputs-editor.tsx';
import { RetryEditor } from './editors/retry-editor.tsx';
import { SecretsEditor } from './editors/secrets-editor.tsx';
import { WithEditor } from './editors/with-editor.tsx';
import { Field, Problems } from './fields/field.tsx';
import { PairsField } from './fields/pairs-field.tsx';
import { RuleText } from './fields/rule-fields.tsx';
import { ScalarField } from './fields/scalar-field.tsx';
import { useForm, usePlace, useStrayProblems } from './form.tsx';
import { formatSchema } from './schema/format-schema.ts';
import { SchemaField } from './schema/schema-fields.tsx';
import { FormSection } from './section.tsx';
import { ExecutorField, StepHead } from './step-head.tsx';

/** Every key of a step. */
export function StepForm({ place }: { readonly place: StepPlace }) {
  const { flow } = useForm();
  const { path, step } = place;
  const at = (key: string) => [...path, key];
  const own = useStrayProblems(Object.keys(formatSchema().step));
  const candidates = stepsToNeed(flow, path);
  return (
    <div className={styles.form}>
      <Problems problems={own} />
      <StepHead place={place} />
      <RunSection place={place} />
      <FormSection title="When it runs" keys={['needs', 'if', 'else', 'delay']} isOpen>
        <NeedsEditor path={at('needs')} help={STEP_HELP.needs} candidates={candidates} />
        <ScalarField
          path={at('if')}
          label="Only if"
          what="if"
          kind="condition"
          help={STEP_HELP.if}
          placeholder="always"
        />
        <AlternativesEditor
          path={at('else')}
          label="Else"
          what="else"
          help={STEP_HELP.else}
          isList={false}
          candidates={candidates}
        />
        <DelayField path={at('delay')} />
      </FormSection>
      <FormSection
        title="When it fails"
        keys={['timeout', 'gracePeriod', 'retry', 'fallback', 'continueOnError', 'onLost']}
        isOpen
      >
        <div className={styles.two}>
          <ScalarField
            path={at('timeout')}
            label="Timeout"
            kind="text"
            mono
            help={STEP_HELP.timeout}
            placeholder="none"
          />
          <ScalarField
            path={at('gracePeriod')}
            label="Grace period"
            kind="text"
            mono
            help={STEP_HELP.gracePeriod}
            placeholder="5s"
          />
        </div>
        <RetryEditor path={at('retry')} label="Retry" what="retry" help={STEP_HELP.retry} />
        <AlternativesEditor
          path={at('fallback')}
          label="Fallback"
          what="fallback"
          help={STEP_HELP.fallback}
          isList
          candidates={candidates}
        />
        <Keys path={path} keys={['continueOnError', 'onLost']} />
      </FormSection>
      <FormSection
        title="How often"
        keys={['matrix', 'forEach', 'failFast', 'maxFailures', 'maxParallel', 'repeat', 'threshold']}
      >
        <MatrixEditor path={at('matrix')} step={step} help={STEP_HELP.matrix} />
        <Keys path={path} keys={['forEach', 'maxParallel', 'maxFailures', 'failFast', 'repeat', 'threshold']} />
      </FormSection>
      <FormSection title="Environment" keys={['env', 'secrets', 'workingDir', 'shell', 'tty']}>
        <PairsField path={at('env')} label="Variables" help={STEP_HELP.env} entry="variable" newName="NAME" />
        <SecretsEditor path={at('secrets')} help={STEP_HELP.secrets} />
        <ScalarField
          path={at('workingDir')}
          label="Folder"
          kind="text"
          mono
          help={STEP_HELP.workingDir}
          placeholder={flow.workingDir ?? 'that of the flow'}
        />
        <ScalarField
          path={at('shell')}
          label="Shell"
          kind="text"
          mono
          help={STEP_HELP.shell}
          placeholder="bash -e {0}"
        />
        <Keys path={path} keys={['tty']} />
      </FormSection>
      <FormSection title="Outputs" keys={['outputs']}>
        <OutputsEditor path={at('outputs')} help={STEP_HELP.outputs} />
      </FormSection>
      <FormSection title="More" keys={['concurrency', 'frames', 'artifacts', 'cache', 'sources', 'generates']}>
        <FramesEditor path={path} help={STEP_HELP.frames} />
        <Keys path={path} keys={['concurrency', 'artifacts', 'cache', 'sources', 'generates']} />
      </FormSection>
    </div>
  );
}

/** Keys whose schema says all there is to say. */
function Keys({ path, keys }: { readonly path: StepPlace['path']; readonly keys: readonly string[] }) {
  return keys.map((key) => (
    <SchemaField key={key} path={[...path, key]} schema={formatSchema().step[key]} help={STEP_HELP[key]} />
  ));
}

function RunSection({ place }: { readonly place: StepPlace }) {
  const { flow } = useForm();
  const { path, step } = place;
  const executor = step.executor ?? flow.defaults?.executor ?? 'shell';
  const takesScript = useStepTypes(
    (state) => state.executors.find(({ name }) => name === executor)?.takesScript ?? 'optional',
  );
  const run = usePlace([...path, 'run']);
  const hasScript = takesScript !== 'no' || run.raw !== undefined;
  if (step.steps !== undefined) return <GroupSection place={place} />;
  return (
    <FormSection title="What it runs" keys={['executor', 'run', 'with']} isOpen>
      <ExecutorField place={place} />
      {hasScript && (
        <ScalarField
          path={[...path, 'run']}
          label={SCRIPT[executor] ?? 'Script'}
          what="script"
          kind="lines"
          rows={3}
          help={STEP_HELP.run}
        />
      )}
      <WithEditor path={[...path, 'with']} executor={executor} />
    </FormSection>
  );
}

const SCRIPT: Readonly<Record<string, string>> = {
  shell: 'Shell script',
  python: 'Python script, or the path of one',
  node: 'Node script, or the path of one',
};

function GroupSection({ place }: { readonly place: StepPlace }) {
  return (
    <FormSection title="Its steps" keys={['steps']} isOpen>
      <Field label={`A group of ${place.step.steps?.length ?? 0}`} help={STEP_HELP.steps}>
        {() => (
          <div className={styles.links}>
            {place.step.steps?.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                className={styles.link}
                onClick={() => selectStep(`${place.fullId}/${id}`)}
              >
                {name ?? id}
              </button>
            ))}
          </div>
        )}
      </Field>
    </FormSection>
  );
}

function DelayField({ path }: { readonly path: StepPlace['path'] }) {
  const rule = { path, short: 'for', usual: '10s', what: 'delay' };
  return (
    <div className={styles.two}>
      <RuleText rule={rule} name="for" label="Delay" placeholder="none" />
      <RuleText rule={rule} name="jitter" label="Jitter of the delay" placeholder="none" />
    </div>
  );
}
