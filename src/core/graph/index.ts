export type * from './needs.ts';
export {
  NEED_SUFFIXES,
  type NeedsAtom,
  type NeedsProblem,
  type ParsedNeeds,
  parseNeeds,
  parseNeedsText,
} from './parse-needs.ts';
