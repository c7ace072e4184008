export { editFlow, sourceAt } from './edit-flow.ts';
export type { FlowEdit } from './model.ts';
