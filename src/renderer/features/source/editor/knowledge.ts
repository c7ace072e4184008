import type { Text } from '@codemirror/state';
import { type Knowledge, type OutlinedText, outlineOf, stepAt } from '../../../../core/flow/assist/index.ts';
import { BUILT_IN_EXECUTORS } from '../../../../core/flow/checks/executors.ts';
import { useDocument } from '../../../shared/stores/document.ts';
import { useRun } from '../../../shared/stores/run.ts';
import { readOptionsFor } from '../../../shared/stores/step-types.ts';

/** What is known of the open flow at a place of its text, with what its names held in the run that is shown. */
export function knowledgeAt(file: string, { entries }: OutlinedText, offset: number): Knowledge {
  const { knownExecutors = BUILT_IN_EXECUTORS, secretFields } = readOptionsFor(file);
  const flow = useDocument.getState().drawn?.flow ?? null;
  const stepId = flow === null ? undefined : stepAt(flow, entries, offset);
  return {
    flow,
    last: useRun.getState().run?.scopeFor(stepId ?? null),
    executors: knownExecutors,
    ...(secretFields === undefined ? {} : { secretFields }),
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
