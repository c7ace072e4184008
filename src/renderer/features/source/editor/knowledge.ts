import type { Text } from '@codemirror/state';
import { type Knowledge, type OutlinedText, outlineOf, stepAt } from '../../../../core/flow/assist/index.ts';
import { BUILT_IN_EXECUTORS } from '../../../../core/flow/checks/executors.ts';
import { useDocument } from '../../../shared/stores/document.ts';
import { useRun } from '../../../shared/stores/run.ts';
import { useStepTypes } from '../../../shared/stores/step-types.ts';

const BUILT_IN: Knowledge['executors'] = BUILT_IN_EXECUTORS.map((name) => ({ name }));

/** What is known of the open flow at a place of its text, with what its names held in the run that is shown. */
export function knowledgeAt({ entries }: OutlinedText, offset: number): Knowledge {
  const { executors, loaded } = useStepTypes.getState();
  const flow = useDocument.getState().drawn?.flow ?? null;
  const stepId = flow === null ? undefined : stepAt(flow, entries, offset);
  return {
    flow,
    last: useRun.getState().run?.scopeFor(stepId ?? null),
    // The contract knows a schema as any JSON value.
    executors: loaded ? (executors as Knowledge['executors']) : BUILT_IN,
  };
}

const outlines = new WeakMap<Text, OutlinedText>();

/** What is shown, with its keys and entries; asked for at every move of the cursor. */
export function outlined(shown: Text): OutlinedText {
  let found = outlines.get(shown);
  if (found === undefined) {
    const text = shown.toString();
    found = { text, entries: outlineOf(text) };
    outlines.set(shown, found);
  }
  return found;
}
