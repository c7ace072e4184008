export { readFlow } from './read.ts';
