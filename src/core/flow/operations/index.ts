export { extractSteps } from './extract.ts';
export { groupSteps, ungroupSteps } from './groups.ts';
export type { Operated, Source } from './operation.ts';
export { copySteps, pasteSteps } from './paste.ts';
export {
  addStep,
  askOtherwise,
  changeCommand,
  connectSteps,
  disconnectSteps,
  joinOtherwise,
  removeSteps,
  renameStep,
  toggleDisabled,
} from './steps.ts';
