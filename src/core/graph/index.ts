export { type EndOf, type KleeneVerdict, kleene } from './kleene.ts';
export type * from './needs.ts';
export {
  NEED_SUFFIXES,
  type NeedsAtom,
  type NeedsProblem,
  type NeedsReading,
  type ParsedNeeds,
  parseNeeds,
  parseNeedsText,
  readNeeds,
} from './parse-needs.ts';
export { createStepGraph, type GraphNode, type StepGraph } from './step-graph.ts';
