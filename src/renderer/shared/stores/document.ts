import { create } from 'zustand';
import type { FlowDocument } from '../../../contract/models.ts';
import type { Flow } from '../../../core/flow/flow.ts';
import { compileFlow } from '../../../core/run/compile.ts';
import type { Plan } from '../../../core/run/plan.ts';

/** The flow file that is open, as its current text reads, saved or not. */
interface OpenDocument {
  readonly phase: 'none' | 'loading' | 'ready' | 'gone';
  readonly document: FlowDocument | null;
  /** The last state of it that could be read as a flow. */
  readonly valid: ValidFlow | null;
  /** The last state of it that can be drawn: it may have errors that leave the rest readable. */
  readonly drawn: DrawnDocument | null;
}

export interface ValidFlow {
  readonly document: FlowDocument;
  readonly plan: Plan;
}

export interface DrawnDocument extends ValidFlow {
  /** Its steps stand where they do in the text of the document. */
  readonly flow: Flow;
}

interface Shown extends Partial<OpenDocument> {
  /** What can be drawn of the document in spite of errors. */
  readonly reading?: { readonly flow: Flow; readonly plan: Plan } | null;
}

export const useDocument = create<OpenDocument>(() => ({ phase: 'none', document: null, valid: null, drawn: null }));

/** Shows another state of the open file. What could be read before stays until something else can be read. */
export function showDocument({ reading, ...shown }: Shown): void {
  const { document } = shown;
  if (document == null || 'valid' in shown) {
    useDocument.setState(shown);
    return;
  }
  const { flow } = document;
  if (flow !== null) {
    const plan = reading?.plan ?? compileFlow(flow, { lines: document.lines });
    useDocument.setState({ ...shown, valid: { document, plan }, drawn: { document, plan, flow } });
    return;
  }
  useDocument.setState(reading == null ? shown : { ...shown, drawn: { document, ...reading } });
}
