import type { Flow } from '../flow.ts';
import type { ReadOptions } from '../read.ts';
import type { Finding, FlowDocument } from '../yaml/document.ts';
import type { RawMap } from '../yaml/plain.ts';

export interface CheckContext {
  readonly document: FlowDocument;
  readonly root: RawMap;
  readonly flow: Flow;
  readonly options: ReadOptions;
}

/** What the schema cannot see: how the parts of a flow refer to each other. */
export function check(_context: CheckContext): Finding[] {
  return [];
}
