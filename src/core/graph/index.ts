export { type NeedsAtom, type NeedsProblem, parseNeedsText, readNeeds } from './parse-needs.ts';
export { createStepGraph, type StepGraph } from './step-graph.ts';
