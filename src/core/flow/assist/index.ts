export type { OutlinedText } from './entry.ts';
export { explainAt } from './explain-at.ts';
export type { Knowledge } from './knowledge.ts';
export { outlineOf } from './outline.ts';
export { stepAt, textOfStep } from './step-at.ts';
export { type Suggestion, suggestAt } from './suggest.ts';
