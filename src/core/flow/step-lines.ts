import type { Flow } from './flow.ts';
import { allSteps } from './steps.ts';
import type { FlowDocument } from './yaml/document.ts';
import { valueSpan } from './yaml/locate.ts';

/** Line (from 1) of each step by its full id. */
export function stepLines(document: FlowDocument, flow: Flow): Record<string, number> {
  const lines: Record<string, number> = {};
  for (const { fullId, path } of allSteps(flow)) {
    lines[fullId] ??= document.lines.linePos(valueSpan(document, path)[0]).line;
  }
  return lines;
}
