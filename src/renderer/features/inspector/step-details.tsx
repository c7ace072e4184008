import type { StepError } from '../../../core/run/event.ts';
import { explainStep } from '../../../core/run/explain.ts';
import { bodyOf, framesOf, type GraphNode, needsOf } from '../../shared/graph/model.ts';
import { shortStepId } from '../../shared/graph/step-id.ts';
import { latestAttempt, type StepView } from '../../shared/run/step-view.ts';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import { useDocument } from '../../shared/stores/document.ts';
import { useRun } from '../../shared/stores/run.ts';
import { useRunNow } from '../../shared/stores/run-clock.ts';
import { selectStep, useSelection } from '../../shared/stores/selection.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import { executorIcon, Icon } from '../../shared/ui/icon.tsx';
import { Prose } from '../../shared/ui/prose.tsx';
import { Attempts } from './attempts.tsx';
import styles from './inspector.module.css';
import { Instances } from './instances.tsx';
import { Fact, Section, Values } from './parts.tsx';
import { needsText, rulesOf, suffix } from './rules.ts';
import { AttemptFacts } from './run/attempt-facts.tsx';
import { DefinitionLink } from './run/definition-link.tsx';
import { Inputs } from './run/inputs.tsx';
import { Question } from './run/question.tsx';
import { StepActs } from './run/step-acts.tsx';
import { Script } from './script.tsx';

interface StepDetailsProps {
  readonly stepId: string;
  /** Of the drawn plan; absent for a step that today's flow does not have any more. */
  readonly node: GraphNode | undefined;
  readonly step: StepView | undefined;
}

export function StepDetails({ stepId, node, step }: StepDetailsProps) {
  const chosen = useSelection((state) => state.attempt);
  const attempt =
    step?.attempts.find((one) => one.branch === chosen?.branch && one.attempt === chosen.attempt) ??
    latestAttempt(step);
  const runId = useRun((state) => state.runId);
  const outputs = Object.entries(step?.outputs ?? {});
  const values = Object.entries(step?.values ?? {});
  return (
    <>
      <header className={styles.title}>
        <Icon name={executorIcon(node?.executor ?? 'shell')} />
        <h2>{step?.values === undefined ? (node?.name ?? step?.name) : `${step.name}: ${shortStepId(stepId)}`}</h2>
      </header>
      <div className={styles.id}>{stepId}</div>
      <StepStatusLine step={step} />
      {step !== undefined && <Question step={step} />}
      <StepActs stepId={stepId} />
      {step?.error !== undefined && saysMore(step.error) && <Script text={step.error.message} label="What it said" />}
      {step !== undefined && step.instances.length > 0 && <Instances ids={step.instances} />}
      {step !== undefined && step.attempts.length > 0 && <Attempts step={step} shown={attempt} />}
      {attempt !== undefined && node !== undefined && runId !== null && (
        <AttemptFacts runId={runId} stepId={stepId} attempt={attempt} node={node} />
      )}
      {values.length > 0 && <Values title="Matrix values" values={values} />}
      {outputs.length > 0 && <Values title="Outputs" values={outputs} />}
      {step !== undefined && <Inputs step={step} />}
      {node !== undefined && <Definition node={node} hasRun={attempt !== undefined} />}
    </>
  );
}

/** The sentence above already tells how a process ended. */
const saysMore = ({ kind, message }: StepError): boolean =>
  !(['exit', 'signal'].includes(kind) && !message.includes('\n'));

function StepStatusLine({ step }: { readonly step: StepView | undefined }) {
  const until = step?.waiting?.until;
  const now = useRunNow(250, until !== undefined);
  if (step === undefined) return null;
  const left = until === undefined ? undefined : Math.max(0, until - now);
  const text = explainStep({ ...step, attempts: step.attempts.length, left });
  return (
    <p className={styles.status} data-testid="step-status" data-status={step.status}>
      <StatusIcon status={step.status} />
      <span>
        <Prose text={text} />
      </span>
    </p>
  );
}

interface DefinitionProps {
  readonly node: GraphNode;
  /** What was run, with its templates filled in, is told above. */
  readonly hasRun: boolean;
}

function Definition({ node, hasRun }: DefinitionProps) {
  const today = useDocument((state) => state.document?.file);
  const ran = useRun((state) => state.run?.flow.file);
  const isPinned = useStudio((state) => state.pinnedRun !== null);
  const file = isPinned ? ran : today;
  const frames = framesOf(node.plan);
  const body = bodyOf(node.plan);
  const expression = needsText(frames.get('dependency'));
  const prefix = node.parent === undefined ? '' : `${node.parent}/`;
  return (
    <Section title="Definition">
      {body?.run !== undefined && (!hasRun || body.run.includes('${{')) && <Script text={body.run} label="Runs" />}
      <dl className={styles.facts}>
        <Fact label="Type">{node.executor}</Fact>
        <Fact label="Needs">
          {expression === undefined ? (
            chips(
              needsOf(node.plan).map(({ step, asks }) => ({ id: `${prefix}${step}`, text: `${step}${suffix(asks)}` })),
            )
          ) : (
            <code>{expression}</code>
          )}
        </Fact>
        {rulesOf(frames).map(([label, text]) => (
          <Fact key={label} label={label}>
            {text}
          </Fact>
        ))}
        <Fact label="Folder">{body?.workingDir}</Fact>
        <Fact label="Line">
          {file !== undefined && node.plan.line !== undefined ? (
            <DefinitionLink file={file} line={node.plan.line} isToday={file === today} />
          ) : undefined}
        </Fact>
      </dl>
    </Section>
  );
}

const chips = (needs: readonly { readonly id: string; readonly text: string }[]) =>
  needs.length === 0 ? undefined : (
    <span className={styles.chips}>
      {needs.map(({ id, text }) => (
        <button key={text} type="button" className={styles.chip} onClick={() => selectStep(id)}>
          {text}
        </button>
      ))}
    </span>
  );
