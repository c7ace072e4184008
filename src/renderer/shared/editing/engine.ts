// What edits and reads texts brings the whole format along, expressions too: it is loaded beside the first paint, not before it.
export { editFlow } from '../../../core/flow/edit/index.ts';
export { readText } from './read-text.ts';
