import type { Json } from '../../../../core/base/json.ts';
import { isJsonObject } from '../../../../core/base/json.ts';
import { bodyOf, type GraphNode } from '../../../shared/graph/model.ts';
import type { AttemptView } from '../../../shared/run/step-view.ts';
import { Instant } from '../../../shared/ui/instant.tsx';
import styles from '../inspector.module.css';
import { Fact, Values } from '../parts.tsx';
import { Script } from '../script.tsx';
import { Environment } from './environment.tsx';
import { Usage } from './usage.tsx';

interface AttemptFactsProps {
  readonly runId: string;
  readonly stepId: string;
  readonly attempt: AttemptView;
  readonly node: GraphNode;
}

/** What one attempt ran, with what, what it took, and how it ended. */
export function AttemptFacts({ runId, stepId, attempt, node }: AttemptFactsProps) {
  const { branch, attempt: number, prepared, pid } = attempt;
  const body = node.plan.nodes.find((each) => each.kind === 'body' && each.branch === branch) ?? bodyOf(node.plan);
  const planned = body?.kind === 'body' ? body : undefined;
  const command = attempt.command ?? prepared?.command ?? planned?.run;
  const options = prepared?.with ?? (planned?.with as Json | undefined);
  const entries = options !== undefined && isJsonObject(options) ? Object.entries(options) : [];
  return (
    <>
      <dl className={styles.facts} data-testid="attempt-facts">
        <Fact label="Exit code">{attempt.exitCode}</Fact>
        <Fact label="Signal">{attempt.signal}</Fact>
        <Fact label="Process">{pid}</Fact>
        <Fact label="Started">
          <Instant at={attempt.startedAt} />
        </Fact>
        <Fact label="Ended">{attempt.finishedAt === undefined ? undefined : <Instant at={attempt.finishedAt} />}</Fact>
        <Fact label="Answered">{attempt.answer === undefined ? undefined : answerText(attempt.answer)}</Fact>
        <Fact label="Folder">{prepared?.cwd === undefined ? undefined : <code>{prepared.cwd}</code>}</Fact>
        <Fact label="Shell">
          {(prepared?.shell ?? planned?.shell) && <code>{prepared?.shell ?? planned?.shell}</code>}
        </Fact>
      </dl>
      {pid !== undefined && (
        <Usage key={`${runId} ${stepId} ${branch} ${number}`} attemptKey={{ runId, stepId, branch, attempt: number }} />
      )}
      {command !== undefined && <Script text={command} label="Ran" />}
      {entries.length > 0 && <Values title="Ran with" values={entries} />}
      <Environment variables={prepared?.env ?? []} />
    </>
  );
}

function answerText({ answer, by, comment }: NonNullable<AttemptView['answer']>): string {
  const who = by === 'app' ? 'in this app' : `by ${by}`;
  return `${answer === 'approve' ? 'Approved' : 'Rejected'} ${who}${comment === undefined ? '' : `: ${comment}`}`;
}
