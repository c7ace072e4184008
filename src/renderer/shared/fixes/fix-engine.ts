// What finds ways to mend a flow brings the whole format along: it is loaded when there is something to mend.
export { fixesFor } from '../../../core/flow/fixes/index.ts';
export { readFlow } from '../../../core/flow/read.ts';
