export { type EditedText, type EditProblem, editFlow, type FlowEdit, sourceAt } from './edit/index.ts';
export type * from './flow.ts';
export { flowJsonSchema } from './json-schema.ts';
export { type FlowReading, type ReadOptions, readFlow } from './read.ts';
export { FRAME_KEYS, FRAME_NAMES, type FrameName } from './schema/frames.ts';
export { writeFlow } from './write/write-flow.ts';
