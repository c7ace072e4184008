import type { ReadOptions } from '../../../core/flow/read.ts';
import { readText } from './read-text.ts';

export interface ReadRequest {
  readonly id: number;
  readonly text: string;
  readonly options: ReadOptions;
}

addEventListener('message', ({ data: { id, text, options } }: MessageEvent<ReadRequest>) => {
  postMessage({ id, reading: readText(text, options) });
});
