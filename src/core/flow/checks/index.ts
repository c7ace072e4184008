import type { Finding } from '../yaml/document.ts';
import { checkBodies } from './bodies.ts';
import { type CheckInput, createContext } from './context.ts';
import { checkExpressions } from './expressions.ts';
import { checkFrames } from './frames.ts';
import { checkIds } from './ids.ts';
import { auxiliarySteps } from './lookup.ts';
import { checkNotYet } from './not-yet.ts';
import { checkParams } from './params.ts';
import { checkReferences } from './references.ts';
import { collectSites } from './sites.ts';
import { checkTriggers } from './triggers.ts';

/** What the schema cannot see: how the parts of a flow refer to each other. */
export function check(input: CheckInput): Finding[] {
  const context = createContext(input);
  const auxiliary = auxiliarySteps(context);
  return [
    ...checkIds(context),
    ...checkBodies(context),
    ...checkReferences(context, auxiliary),
    ...checkExpressions(context, collectSites(context), auxiliary),
    ...checkFrames(context),
    ...checkParams(context),
    ...checkTriggers(context),
    ...checkNotYet(context),
  ];
}
