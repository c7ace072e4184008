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
  insertBetween,
  joinOtherwise,
  removeSteps,
  renameStep,
  toggleDisabled,
} from './steps.ts';
