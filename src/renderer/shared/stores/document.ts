import { create } from 'zustand';
import type { FlowDocument } from '../../../contract/models.ts';
import { compileFlow } from '../../../core/run/compile.ts';
import type { Plan } from '../../../core/run/plan.ts';
import { client } from '../client/client.ts';
import { follow } from '../client/follow.ts';

/** The flow file that is open, and the last state of it that could be read as a flow. */
interface OpenDocument {
  readonly phase: 'none' | 'loading' | 'ready' | 'gone';
  readonly document: FlowDocument | null;
  readonly valid: ValidFlow | null;
}

export interface ValidFlow {
  readonly document: FlowDocument;
  readonly plan: Plan;
}

const NONE: OpenDocument = { phase: 'none', document: null, valid: null };

export const useDocument = create<OpenDocument>(() => NONE);

let stop = () => {};
let followed: { readonly workspace: string; readonly file: string; readonly first: Promise<void> } | undefined;

/** Keeps the file as it is on disk. Resolves once its first state is there. */
export function followDocument(workspace: string, file: string | null): Promise<void> {
  if (followed?.workspace === workspace && followed.file === file) return followed.first;
  stop();
  followed = undefined;
  useDocument.setState({ ...NONE, phase: file === null ? 'none' : 'loading' });
  if (file === null) return Promise.resolve();
  const first = new Promise<void>((resolve) => {
    stop = follow({
      open: (signal) => client.flows.open({ workspace, file }, { signal }),
      onItem: ({ document }) => {
        take(document);
        resolve();
      },
      onRefused: () => {
        useDocument.setState({ phase: 'gone' });
        resolve();
      },
    });
  });
  followed = { workspace, file, first };
  return first;
}

function take(document: FlowDocument | null): void {
  if (document === null) {
    useDocument.setState({ phase: 'gone', document: null });
    return;
  }
  const flow = document.flow;
  const valid =
    flow === null ? useDocument.getState().valid : { document, plan: compileFlow(flow, { lines: document.lines }) };
  useDocument.setState({ phase: 'ready', document, valid });
}
