import type { ComparedStep } from '../../../../core/run/compare.ts';
import { formatElapsed } from '../../../shared/format/duration.ts';
import { STATUS_WORD } from '../../../shared/status/status.ts';

/** `1.2 s slower`, `300 ms faster`. */
export const slowerWords = (milliseconds: number): string =>
  `${formatElapsed(Math.abs(milliseconds))} ${milliseconds > 0 ? 'slower' : 'faster'}`;

/** What became of a step, in words. */
export function changeWords({ change, before, after, slower }: ComparedStep): string {
  switch (change) {
    case 'added':
      return 'only in the later run';
    case 'removed':
      return 'only in the earlier run';
    case 'status':
      return `${STATUS_WORD[before?.status ?? 'pending']} became ${STATUS_WORD[after?.status ?? 'pending'].toLowerCase()}`;
    case 'slower':
    case 'faster':
      return slowerWords(slower ?? 0);
    case 'none':
      return 'as before';
  }
}
