export { completeExpression, completeTemplate } from './complete.ts';
export type { Completions } from './completion.ts';
export { type Preview, previewExpression, previewTemplate } from './preview.ts';
export { readScope } from './read-scope.ts';
export type { Member, Vocabulary } from './vocabulary.ts';
