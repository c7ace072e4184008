export type { OutlinedText } from './entry.ts';
export { explainAt } from './explain-at.ts';
export { outlineOf } from './outline.ts';
export { stepAt, textOfStep } from './step-at.ts';
export { type Knowledge, type Suggestion, suggestAt } from './suggest.ts';
