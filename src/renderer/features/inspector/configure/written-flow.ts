import { useDeferredValue, useMemo } from 'react';
import type { Diagnostic } from '../../../../core/base/diagnostic.ts';
import type { Flow } from '../../../../core/flow/flow.ts';
import { parseDocumentText } from '../../../../core/flow/yaml/document.ts';
import { type Path, parsePath } from '../../../../core/flow/yaml/path.ts';
import type { Raw } from '../../../../core/flow/yaml/plain.ts';
import { rawOf } from '../../../../core/flow/yaml/raw.ts';
import { useEditing } from '../../../shared/editing/editing.ts';
import { useDocument } from '../../../shared/stores/document.ts';

/** The open flow as it is written: values with their source text, so that what is wrong or unknown is shown, not lost. */
export interface WrittenFlow {
  readonly root: Raw;
  /** The flow as far as it can be read; its steps stand where they do in `root`. */
  readonly flow: Flow;
  readonly found: readonly Found[];
  /** The text is no YAML at the moment: what is shown is what it was before. */
  readonly isBroken: boolean;
}

export interface Found {
  readonly path: Path;
  readonly diagnostic: Diagnostic;
}

export function useWrittenFlow(): WrittenFlow | undefined {
  const drawn = useDocument((state) => state.drawn);
  const diagnostics = useDocument((state) => state.document?.diagnostics);
  const current = useEditing((state) => state.text);
  // What one types comes first; the form follows.
  const text = useDeferredValue(drawn?.document.text);
  const root = useMemo(() => (text === undefined ? undefined : rawOf(parseDocumentText(text, '')).value), [text]);
  const found = useMemo(
    () => (diagnostics ?? []).map((diagnostic): Found => ({ path: parsePath(diagnostic.path), diagnostic })),
    [diagnostics],
  );
  if (drawn === null || root === undefined) return undefined;
  const isBroken =
    current !== null && current !== drawn.document.text && found.some(({ diagnostic }) => BROKEN.has(diagnostic.code));
  return { root, flow: drawn.flow, found, isBroken };
}

const BROKEN: ReadonlySet<string> = new Set(['yaml-invalid', 'flow-invalid']);
