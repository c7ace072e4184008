import { explainRun } from '../../../core/run/explain.ts';
import { count } from '../../shared/format/count.ts';
import { useGraphModel } from '../../shared/graph/use-graph-model.ts';
import { RunElapsed } from '../../shared/run/run-elapsed.tsx';
import type { RunView } from '../../shared/run/run-view.ts';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import { useDocument } from '../../shared/stores/document.ts';
import { useRun } from '../../shared/stores/run.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import { Instant } from '../../shared/ui/instant.tsx';
import { Prose } from '../../shared/ui/prose.tsx';
import { countByStatus } from './counts.ts';
import styles from './inspector.module.css';
import { Fact, Section, Values } from './parts.tsx';
import { Triggers } from './triggers.tsx';

/** What is known of the flow and of the shown run as wholes. */
export function Overview() {
  const run = useRun((state) => state.run);
  const hasGraph = useGraphModel() !== undefined;
  const isPinned = useStudio((state) => state.pinnedRun !== null);
  return (
    <>
      {run !== undefined && <RunOverview run={run} />}
      <FlowOverview />
      {!isPinned && (
        <Section title="Triggers">
          <Triggers />
        </Section>
      )}
      {hasGraph && <p className={styles.hint}>Select a step to see its attempts, command and outputs.</p>}
    </>
  );
}

function RunOverview({ run }: { readonly run: RunView }) {
  const failed = [...run.steps.values()].filter((step) => step.status === 'failed').map((step) => step.id);
  const params = Object.entries(run.params);
  return (
    <Section title="Run">
      <p className={styles.status}>
        <StatusIcon status={run.status} />
        <span>
          <Prose
            text={explainRun({ status: run.status, reason: run.reason, failed, handlersFailed: run.handlersFailed })}
          />
        </span>
      </p>
      <dl className={styles.facts}>
        <Fact label="Steps">{countByStatus(run.steps.values())}</Fact>
        <Fact label="Started">{run.startedAt === undefined ? undefined : <Instant at={run.startedAt} />}</Fact>
        <Fact label="Took">
          {run.startedAt === undefined ? undefined : <RunElapsed from={run.startedAt} to={run.finishedAt} />}
        </Fact>
        <Fact label="Trigger">{run.trigger.type}</Fact>
        <Fact label="Ran in">{OWNERS[run.owner.kind]}</Fact>
        <Fact label="Run">
          <code>{run.runId}</code>
        </Fact>
      </dl>
      {params.length > 0 && <Values title="Parameters" values={params} />}
    </Section>
  );
}

const OWNERS: Readonly<Record<RunView['owner']['kind'], string>> = {
  app: 'this app',
  terminal: 'a terminal',
  daemon: 'the background service',
};

function FlowOverview() {
  const isPinned = useStudio((state) => state.pinnedRun !== null);
  const valid = useDocument((state) => state.valid);
  const flow = valid?.document.flow;
  if (isPinned || valid === null || flow == null) return null;
  const { plan, document } = valid;
  return (
    <Section title="Flow">
      {flow.description !== undefined && <p className={styles.description}>{flow.description}</p>}
      <dl className={styles.facts}>
        <Fact label="File">
          <code>{document.file}</code>
        </Fact>
        <Fact label="Steps">{count(plan.steps.length, 'step')}</Fact>
        <Fact label="At once">{String(plan.maxParallel)}</Fact>
        <Fact label="On failure">{STOP_ON_FAIL[String(plan.stopOnFail)] ?? String(plan.stopOnFail)}</Fact>
        <Fact label="Parameters">{Object.keys(flow.params ?? {}).join(', ')}</Fact>
      </dl>
    </Section>
  );
}

const STOP_ON_FAIL: Readonly<Record<string, string>> = {
  false: 'go on with what does not need it',
  true: 'stop the run',
  drain: 'start nothing more',
};
