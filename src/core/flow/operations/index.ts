export { type Extracted, extractSteps } from './extract.ts';
export { groupSteps, ungroupSteps } from './groups.ts';
export type { Operated, Operation, Source } from './operation.ts';
export { copySteps, pasteSteps } from './paste.ts';
export {
  addStep,
  askOtherwise,
  changeCommand,
  connectSteps,
  disconnectSteps,
  joinOtherwise,
  type NeedOf,
  type NewStep,
  removeSteps,
  renameStep,
  toggleDisabled,
} from './steps.ts';
