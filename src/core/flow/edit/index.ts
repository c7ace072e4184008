export { editFlow, sourceAt } from './edit-flow.ts';
export { entrySource, entrySources } from './entry-source.ts';
export type { FlowEdit } from './model.ts';
