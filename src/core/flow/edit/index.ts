export { editFlow, sourceAt } from './edit-flow.ts';
export type { EditedText, EditProblem, FlowEdit } from './model.ts';
