import type { Finding } from '../yaml/document.ts';
import { checkBodies } from './bodies.ts';
import { type CheckInput, createContext } from './context.ts';
import { checkFrames } from './frames.ts';
import { checkIds } from './ids.ts';
import { checkNotYet } from './not-yet.ts';
import { checkParams } from './params.ts';
import { checkReferences } from './references.ts';
import { checkTriggers } from './triggers.ts';

/** What the schema cannot see: how the parts of a flow refer to each other. */
export function check(input: CheckInput): Finding[] {
  const context = createContext(input);
  return [
    ...checkIds(context),
    ...checkBodies(context),
    ...checkReferences(context),
    ...checkFrames(context),
    ...checkParams(context),
    ...checkTriggers(context),
    ...checkNotYet(context),
  ];
}
