import type { Json } from '../../base/json.ts';
import { type FlowReading, type ReadOptions, readFlow } from '../read.ts';
import { allSteps } from '../steps.ts';
import { placeOf, placeOfText, type ScriptPlaces } from './places.ts';

/** What the evaluation of a script came to. */
export type ScriptResult =
  | { readonly ok: true; readonly value: Json; readonly places: ScriptPlaces }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly line?: number;
      readonly column?: number;
    };

/**
 * Reads the value of a script as a flow: the same schema and the same checks as for a file, since JSON is YAML too. What is found
 * is told at its place in the script.
 */
export function readFlowScript(result: ScriptResult, options: ReadOptions): FlowReading {
  if (!result.ok) return failedScript(result, options);
  const reading = readFlow(JSON.stringify(result.value, null, 1), options);
  const diagnostics = reading.diagnostics
    // An edit of the JSON would be none of the script.
    .map(({ fix: _, ...diagnostic }) => ({ ...diagnostic, ...placeOfText(result.places, diagnostic.path) }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  const steps: Record<string, number> = {};
  if (reading.draft !== null) {
    for (const { fullId, path } of allSteps(reading.draft)) steps[fullId] ??= placeOf(result.places, path).line;
  }
  return { ...reading, diagnostics, lines: { steps } };
}

function failedScript(failure: Extract<ScriptResult, { ok: false }>, options: ReadOptions): FlowReading {
  const { code, message, line = 1, column = 1 } = failure;
  const at = { line, column, endLine: line, endColumn: column + 1, path: '' };
  return {
    ...readFlow('', options),
    diagnostics: [{ code, severity: 'error', message, file: options.file, ...at }],
  };
}
