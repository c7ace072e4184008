import { useEffect, useState } from 'react';
import type { Diagnostic } from '../../../core/base/diagnostic.ts';
import type { Fix } from '../../../core/flow/fixes/index.ts';
import type { FlowReading } from '../../../core/flow/read.ts';
import { applyEdits, applyText, useEditing } from '../editing/editing.ts';
import { useDocument } from '../stores/document.ts';
import { readOptionsFor } from '../stores/step-types.ts';

/** Texts beyond this are read again for their fixes only where the check itself has none. */
const LONG = 400_000;

/** The last text that was read for its fixes: all problems of a file ask for the same. */
let reading: { readonly text: string; readonly result: Promise<FlowReading> } | undefined;

function readOnce(text: string, file: string): Promise<FlowReading> {
  if (reading?.text === text) return reading.result;
  const result = import('./fix-engine.ts').then(({ readFlow }) => readFlow(text, readOptionsFor(file)));
  reading = { text, result };
  return result;
}

const NONE: readonly Fix[] = [];

/** Ways to mend a problem of the open flow; none while it cannot be changed. */
export function useFixes(diagnostic: Diagnostic): readonly Fix[] {
  const text = useEditing((state) => state.text);
  const isReadOnly = useEditing((state) => state.readOnly !== null);
  // A fix counts in the text that the problem was found in.
  const found = useDocument((state) => state.document?.text);
  const file = useDocument((state) => state.document?.file);
  const [fixes, setFixes] = useState<{ readonly of: Diagnostic; readonly list: readonly Fix[] } | null>(null);
  const isCurrent = text !== null && text === found && file !== undefined && !isReadOnly;

  useEffect(() => {
    if (!isCurrent) return;
    let isWanted = true;
    void fixesOf(diagnostic, text, file).then((list) => isWanted && setFixes({ of: diagnostic, list }));
    return () => {
      isWanted = false;
    };
  }, [diagnostic, text, file, isCurrent]);

  return isCurrent && fixes?.of === diagnostic ? fixes.list : NONE;
}

/** Ways to mend a problem of this text. */
export async function fixesOf(diagnostic: Diagnostic, text: string, file: string): Promise<readonly Fix[]> {
  if (text.length > LONG && diagnostic.fix !== undefined) {
    return [{ kind: 'text', label: diagnostic.fix.title, changes: diagnostic.fix.edits }];
  }
  const [{ fixesFor }, result] = await Promise.all([import('./fix-engine.ts'), readOnce(text, file)]);
  return fixesFor(diagnostic, result);
}

/** Mends it, as one entry of the history. */
export function applyFix(fix: Fix): void {
  if (fix.kind === 'edits') applyEdits(fix.label.replaceAll('`', ''), fix.edits);
  else applyText(fix.label.replaceAll('`', ''), fix.changes);
}
