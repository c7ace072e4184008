import type { Diagnostic } from '../../base/diagnostic.ts';
import { scopesOf } from '../checks/context.ts';
import type { FlowReading } from '../reading.ts';
import { find } from '../yaml/locate.ts';
import { type Path, parsePath } from '../yaml/path.ts';
import { rawOf } from '../yaml/raw.ts';
import type { Finding, Fix, FixMaker } from './fix.ts';
import { needsAuxiliary, needsCycle, stepUnknown } from './needs.ts';
import {
  durationInvalid,
  elseWithoutIf,
  executorUnknown,
  fallbackCycle,
  frameAndSugar,
  frameEntry,
  keyDuplicate,
  missingKey,
  paramInvalid,
  paramUnknown,
  removeEntry,
  removeOptional,
  runMissing,
  runUnused,
  stepDuplicate,
  stepNameless,
  triggerDuplicate,
} from './steps.ts';

export type { Fix } from './fix.ts';

/** What can be offered besides what the check itself found, by the code of the diagnostic. */
const MAKERS: Readonly<Record<string, FixMaker>> = {
  'action-invalid': removeOptional,
  'body-ambiguous': removeEntry,
  'condition-invalid': removeEntry,
  'duration-invalid': durationInvalid,
  'else-without-if': elseWithoutIf,
  'executor-unknown': executorUnknown,
  'fallback-cycle': fallbackCycle,
  'frame-and-sugar': frameAndSugar,
  'frame-duplicate': frameEntry,
  'frame-unknown': frameEntry,
  'key-duplicate': keyDuplicate,
  'missing-key': missingKey,
  'needs-auxiliary': needsAuxiliary,
  'needs-cycle': needsCycle,
  'not-yet': removeOptional,
  'output-invalid': removeEntry,
  'param-invalid': paramInvalid,
  'param-unknown': paramUnknown,
  'run-missing': runMissing,
  'run-unused': runUnused,
  'step-duplicate': stepDuplicate,
  'step-nameless': stepNameless,
  'step-unknown': stepUnknown,
  'trigger-duplicate': triggerDuplicate,
  'unknown-key': removeEntry,
  'value-invalid': removeOptional,
};

/** Every way to mend what a diagnostic of a reading says; what the check is surest of first. */
export function fixesFor(diagnostic: Diagnostic, reading: FlowReading): readonly Fix[] {
  const own: Fix[] =
    diagnostic.fix === undefined ? [] : [{ kind: 'text', label: diagnostic.fix.title, changes: diagnostic.fix.edits }];
  const maker = Object.hasOwn(MAKERS, diagnostic.code) ? MAKERS[diagnostic.code] : undefined;
  const { draft } = reading;
  if (maker === undefined || draft === null) return own;
  const made = maker(findingOf(diagnostic, reading, draft));
  return [
    ...own,
    ...made.filter((fix) => fix.kind === 'text' || !fix.edits.some(({ path }) => isShared(reading, path))),
  ];
}

/** What comes through an alias belongs to several places: it is mended where it is written. */
const isShared = ({ document }: FlowReading, path: Path): boolean => find(document, path).shared;

function findingOf(
  diagnostic: Diagnostic,
  { document }: FlowReading,
  flow: NonNullable<FlowReading['draft']>,
): Finding {
  const { lineStarts } = document.lines;
  const start = (lineStarts[diagnostic.line - 1] ?? 0) + diagnostic.column - 1;
  const end = (lineStarts[diagnostic.endLine - 1] ?? 0) + diagnostic.endColumn - 1;
  return {
    diagnostic,
    path: parsePath(diagnostic.path),
    written: document.text.slice(start, end).replace(/^(["'])(.*)\1$/, '$2'),
    document,
    root: rawOf(document).value,
    flow,
    scopes: scopesOf(flow),
  };
}
