import { useDeferredValue, useMemo } from 'react';
import type { Diagnostic } from '../../../../core/base/diagnostic.ts';
import type { Flow } from '../../../../core/flow/flow.ts';
import { allSteps, type StepPlace } from '../../../../core/flow/steps.ts';
import { type Path, parsePath } from '../../../../core/flow/yaml/path.ts';
import type { Raw } from '../../../../core/flow/yaml/plain.ts';
import { useEditing } from '../../../shared/editing/editing.ts';
import { useDocument } from '../../../shared/stores/document.ts';
import { readPart } from './written-part.ts';

/** The open flow as it is written: values with their source text, so that what is wrong or unknown is shown, not lost. */
export interface WrittenFlow {
  readonly root: Raw;
  /** The flow as far as it can be read; its steps stand where they do in `root`. */
  readonly flow: Flow;
  /** The step that is edited; absent for the flow, and when there is no such step. */
  readonly place: StepPlace | undefined;
  readonly found: readonly Found[];
  /** The text is no YAML at the moment: what is shown is what it was before. */
  readonly isBroken: boolean;
}

export interface Found {
  readonly path: Path;
  readonly diagnostic: Diagnostic;
}

/** `stepId` is that of the step to be edited; without one it is the flow. */
export function useWrittenFlow(stepId: string | null): WrittenFlow | undefined {
  const drawn = useDocument((state) => state.drawn);
  const diagnostics = useDocument((state) => state.document?.diagnostics);
  const current = useEditing((state) => state.text);
  // What one types comes first; the form follows.
  const shown = useDeferredValue(drawn);
  const place = useMemo(() => (shown && stepId !== null ? placeOf(shown.flow, stepId) : undefined), [shown, stepId]);
  const line = place && shown?.document.lines[place.fullId];
  const root = useMemo(
    () =>
      shown &&
      readPart(
        shown.document.text,
        place === undefined || line === undefined ? { kind: 'flow' } : { kind: 'step', path: place.path, line },
      ),
    [shown, place, line],
  );
  const found = useMemo(
    () => (diagnostics ?? []).map((diagnostic): Found => ({ path: parsePath(diagnostic.path), diagnostic })),
    [diagnostics],
  );
  if (drawn === null || shown === null || root === null) return undefined;
  const isBroken =
    current !== null && current !== drawn.document.text && found.some(({ diagnostic }) => BROKEN.has(diagnostic.code));
  return { root, flow: shown.flow, place, found, isBroken };
}

const BROKEN: ReadonlySet<string> = new Set(['yaml-invalid', 'flow-invalid']);

const placeOf = (flow: Flow, id: string): StepPlace | undefined => allSteps(flow).find(({ fullId }) => fullId === id);
