import { FLOW_HELP } from '../../../../core/flow/schema/descriptions.ts';
import { HANDLER_KEYS } from '../../../../core/flow/steps.ts';
import { selectStep } from '../../../shared/stores/selection.ts';
import { Triggers } from '../triggers.tsx';
import styles from './configure.module.css';
import { ParamsEditor } from './editors/params-editor.tsx';
import { RetryEditor } from './editors/retry-editor.tsx';
import { SecretsEditor } from './editors/secrets-editor.tsx';
import { Field, Problems } from './fields/field.tsx';
import { PairsField } from './fields/pairs-field.tsx';
import { Add, freeName } from './fields/rows.tsx';
import { ScalarField } from './fields/scalar-field.tsx';
import { useForm, usePlace, useProblems, useStrayProblems } from './form.tsx';
import { formatSchema } from './schema/format-schema.ts';
import { SchemaField } from './schema/schema-fields.tsx';
import { FormSection } from './section.tsx';

/** Every key of the flow itself. */
export function FlowForm() {
  const { flow } = useForm();
  const own = useStrayProblems(Object.keys(formatSchema().flow));
  return (
    <div className={styles.form}>
      <Problems problems={own} />
      <div className={styles.fields}>
        <ScalarField path={['name']} label="Name" kind="text" isNeeded help={FLOW_HELP.name} />
        <ScalarField
          path={['description']}
          label="Description"
          kind="lines"
          mono={false}
          rows={2}
          help={FLOW_HELP.description}
        />
        <Keys keys={['labels']} />
      </div>
      <FormSection title="Triggers" keys={['triggers']} isOpen>
        <TriggerProblems />
        <Triggers />
      </FormSection>
      <FormSection title="Parameters" keys={['params']} isOpen>
        <ParamsEditor path={['params']} params={flow.params} />
      </FormSection>
      <FormSection title="Environment" keys={['env', 'envFile', 'secrets', 'workingDir', 'shell']}>
        <PairsField path={['env']} label="Variables" help={FLOW_HELP.env} entry="variable" newName="NAME" />
        <Keys keys={['envFile']} />
        <SecretsEditor path={['secrets']} help={FLOW_HELP.secrets} />
        <ScalarField
          path={['workingDir']}
          label="Folder"
          kind="text"
          mono
          help={FLOW_HELP.workingDir}
          placeholder="that of the file"
        />
        <ScalarField path={['shell']} label="Shell" kind="text" mono help={FLOW_HELP.shell} placeholder="bash -e {0}" />
      </FormSection>
      <FormSection
        title="How it runs"
        keys={[
          'maxParallel',
          'stopOnFail',
          'timeout',
          'deadline',
          'concurrency',
          'onInterrupted',
          'workspace',
          'retention',
        ]}
      >
        <ScalarField
          path={['maxParallel']}
          label="At once"
          what="max parallel"
          kind="number"
          help={FLOW_HELP.maxParallel}
          placeholder="1"
          note="A number, or auto for the number of cores"
        />
        <Keys keys={['stopOnFail']} />
        <div className={styles.two}>
          <ScalarField
            path={['timeout']}
            label="Timeout"
            kind="text"
            mono
            help={FLOW_HELP.timeout}
            placeholder="none"
          />
          <ScalarField
            path={['deadline']}
            label="Deadline"
            kind="text"
            mono
            help={FLOW_HELP.deadline}
            placeholder="none"
          />
        </div>
        <Keys keys={['onInterrupted', 'concurrency', 'workspace', 'retention']} />
      </FormSection>
      <FormSection title="Defaults of steps" keys={['defaultRetry', 'retry', 'defaults']}>
        <RetryEditor path={['defaultRetry']} label="Retry" what="default retry" help={FLOW_HELP.defaultRetry} />
        <Keys keys={['defaults']} />
      </FormSection>
      <FormSection title="Afterwards" keys={['handlers', 'outputs', 'hooks', 'alerts']}>
        <Handlers />
        <PairsField
          path={['outputs']}
          label="Outputs"
          help={FLOW_HELP.outputs}
          entry="output"
          newName="output"
          kind="any"
          placeholder="steps.build.outputs.version"
        />
        <Keys keys={['hooks', 'alerts']} />
      </FormSection>
    </div>
  );
}

const Keys = ({ keys }: { readonly keys: readonly string[] }) =>
  keys.map((key) => <SchemaField key={key} path={[key]} schema={formatSchema().flow[key]} help={FLOW_HELP[key]} />);

const TriggerProblems = () => <Problems problems={useProblems(['triggers'])} />;

const HANDLER_WORDS: Readonly<Record<(typeof HANDLER_KEYS)[number], string>> = {
  onSuccess: 'After success',
  onFailure: 'After a failure',
  onCancel: 'After a cancel',
  always: 'Always',
};

/** Steps that run after the graph: each is selected to be edited, and new ones are begun here. */
function Handlers() {
  const { flow } = useForm();
  const place = usePlace(['handlers']);
  const taken = [...flow.steps, ...HANDLER_KEYS.flatMap((key) => flow.handlers?.[key] ?? [])].map(({ id }) => id);
  const add = (key: (typeof HANDLER_KEYS)[number]) => {
    const list = flow.handlers?.[key];
    const step = { id: freeName('notify', taken, '-'), run: 'echo done' };
    const label = `Add \`${step.id}\` to ${key}`;
    place.change(
      label,
      list === undefined
        ? [{ op: 'set', path: ['handlers', key], value: [step] }]
        : [{ op: 'insert', path: ['handlers', key, list.length], value: step }],
    );
    selectStep(step.id);
  };
  return HANDLER_KEYS.map((key) => (
    <Field key={key} label={HANDLER_WORDS[key]} help={FLOW_HELP.handlers}>
      {() => (
        <div className={styles.links}>
          {flow.handlers?.[key]?.map(({ id, name }) => (
            <button key={id} type="button" className={styles.link} onClick={() => selectStep(id)}>
              {name ?? id}
            </button>
          ))}
          <Add label="Add a step" onClick={() => add(key)} />
        </div>
      )}
    </Field>
  ));
}
