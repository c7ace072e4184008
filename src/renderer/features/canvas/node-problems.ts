import type { FlowDocument } from '../../../contract/models.ts';
import { type Diagnostic, isError } from '../../../core/base/diagnostic.ts';
import type { Flow } from '../../../core/flow/flow.ts';
import { allSteps } from '../../../core/flow/steps.ts';
import { formatPath } from '../../../core/flow/yaml/path.ts';
import { useDocument } from '../../shared/stores/document.ts';
import { useStudio } from '../../shared/stores/studio.ts';

/** What is wrong with a step in the present text. */
export interface NodeProblems {
  readonly severity: Diagnostic['severity'];
  readonly messages: readonly string[];
}

const byDocument = new WeakMap<FlowDocument, ReadonlyMap<string, NodeProblems>>();

export function useNodeProblems(nodeId: string): NodeProblems | undefined {
  const isPinned = useStudio((state) => state.pinnedRun !== null);
  const problems = useDocument(({ drawn, document }) =>
    drawn === null || document !== drawn.document ? undefined : problemsIn(drawn.document, drawn.flow).get(nodeId),
  );
  return isPinned ? undefined : problems;
}

function problemsIn(document: FlowDocument, flow: Flow): ReadonlyMap<string, NodeProblems> {
  let problems = byDocument.get(document);
  if (problems === undefined) {
    problems = document.diagnostics.length === 0 ? new Map() : collect(document.diagnostics, flow);
    byDocument.set(document, problems);
  }
  return problems;
}

function collect(diagnostics: readonly Diagnostic[], flow: Flow): ReadonlyMap<string, NodeProblems> {
  const idsByPath = new Map(allSteps(flow).map(({ path, fullId }) => [formatPath(path), fullId]));
  const problems = new Map<string, NodeProblems>();
  for (const diagnostic of diagnostics) {
    const id = innermost(diagnostic.path, idsByPath);
    if (id === undefined) continue;
    const before = problems.get(id);
    problems.set(id, {
      severity: isError(diagnostic) || before?.severity === 'error' ? 'error' : 'warning',
      messages: [...(before?.messages ?? []), diagnostic.message],
    });
  }
  return problems;
}

/** The step whose path is the longest beginning of this one. */
function innermost(path: string, idsByPath: ReadonlyMap<string, string>): string | undefined {
  for (let end = path.length; end > 0; end = Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('[', end - 1))) {
    const id = idsByPath.get(path.slice(0, end));
    if (id !== undefined) return id;
  }
  return undefined;
}
