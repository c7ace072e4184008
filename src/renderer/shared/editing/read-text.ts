import type { Diagnostic } from '../../../core/base/diagnostic.ts';
import type { Flow } from '../../../core/flow/flow.ts';
import { type ReadOptions, readFlow } from '../../../core/flow/read.ts';
import { rawAt } from '../../../core/flow/schema/issues.ts';
import { allScopes } from '../../../core/flow/steps.ts';
import { isRawList } from '../../../core/flow/yaml/plain.ts';
import { rawOf } from '../../../core/flow/yaml/raw.ts';
import { compileFlow } from '../../../core/run/compile.ts';
import type { Plan } from '../../../core/run/plan.ts';

/** What a text reads as: plain data, so that it can come from a worker. */
export interface TextReading {
  /** Null when there is an error. */
  readonly flow: Flow | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Line (from 1) of each step by id. */
  readonly lines: Readonly<Record<string, number>>;
  readonly drawn: DrawnFlow | null;
}

/** What can be drawn of a text in spite of errors, with its plan. Its steps stand where they do in the text. */
export interface DrawnFlow {
  readonly flow: Flow;
  readonly plan: Plan;
}

export function readText(text: string, options: ReadOptions): TextReading {
  const { flow, draft, diagnostics, lines, document } = readFlow(text, options);
  const written = rawAt(rawOf(document).value, ['steps']);
  const hasSteps = isRawList(written) && written.length > 0;
  // A flow without steps is one that is being begun.
  const readable = flow ?? (draft === null || hasSteps ? draft : { ...draft, steps: [] });
  return { flow, diagnostics, lines: lines.steps, drawn: readable && drawnOf(readable, lines.steps) };
}

function drawnOf(flow: Flow, lines: Readonly<Record<string, number>>): DrawnFlow | null {
  if (hasTwins(flow)) return null;
  try {
    return { flow, plan: compileFlow(flow, { lines }) };
  } catch {
    // A draft may lack what compiling takes for granted: it is not drawn.
    return null;
  }
}

/** Whether two steps have the same id: then none of them can be told from the other. */
function hasTwins(flow: Flow): boolean {
  const shared = new Set<string>();
  return allScopes(flow).some((scope) => {
    const taken = scope.kind === 'group' ? new Set<string>() : shared;
    return scope.steps.some(({ id }) => taken.size === taken.add(id).size);
  });
}
