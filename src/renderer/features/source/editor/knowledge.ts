import type { Text } from '@codemirror/state';
import { type Entry, type Knowledge, outlineOf } from '../../../../core/flow/assist/index.ts';
import { BUILT_IN_EXECUTORS } from '../../../../core/flow/checks/executors.ts';
import { useDocument } from '../../../shared/stores/document.ts';
import { readOptionsFor } from '../../../shared/stores/step-types.ts';

/** What is known of the open flow while its text is written. */
export function knowledgeOf(file: string): Knowledge {
  const { knownExecutors = BUILT_IN_EXECUTORS, secretFields } = readOptionsFor(file);
  return {
    flow: useDocument.getState().drawn?.flow ?? null,
    executors: knownExecutors,
    ...(secretFields === undefined ? {} : { secretFields }),
  };
}

const outlines = new WeakMap<Text, readonly Entry[]>();

/** The keys and entries of what is shown; asked for at every move of the cursor. */
export function outlineOfShown(shown: Text): readonly Entry[] {
  let entries = outlines.get(shown);
  if (entries === undefined) {
    entries = outlineOf(shown.toString());
    outlines.set(shown, entries);
  }
  return entries;
}
