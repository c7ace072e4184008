import type { Milliseconds } from '../base/duration.ts';
import type { StepError } from './event.ts';

const SHOWN_IDS = 3;

/** `a`, `b` and 5 more. */
export function nameSteps(ids: readonly string[]): string {
  const shown = ids.length > SHOWN_IDS + 1 ? ids.slice(0, SHOWN_IDS) : ids;
  const names = shown.map((id) => `\`${id}\``);
  if (shown.length < ids.length) names.push(`${ids.length - shown.length} more`);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `fallback/0` is the first of the step's fallbacks. */
export function nameBranch(branch: string | undefined): string {
  const number = /^fallback\/(\d+)$/.exec(branch ?? '')?.[1];
  if (number === undefined) return branch === 'else' ? 'what stands under else' : 'its fallback';
  return number === '0' ? 'its fallback' : `its fallback number ${Number(number) + 1}`;
}

/** What went wrong, on one line. */
export function describeError(error: StepError | undefined): string {
  if (error === undefined) return 'no details were recorded';
  const [message = ''] = error.message.split('\n');
  switch (error.kind) {
    case 'exit':
      return error.exitCode === undefined ? message || 'an exit code that is not 0' : `exit code ${error.exitCode}`;
    case 'signal':
      return error.signal === undefined ? message || 'ended by a signal' : `ended by ${error.signal}`;
    case 'http':
      return error.httpStatus === undefined ? message || 'an HTTP error' : `HTTP status ${error.httpStatus}`;
    case 'timeout':
      return message || 'took longer than its timeout';
    case 'lost':
      return 'its process vanished without a result';
    default:
      return message || `an error of kind ${error.kind}`;
  }
}

const UNITS: readonly (readonly [string, Milliseconds])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** `4 s `, `1 h 30 min `, with the blank behind it; nothing when unknown. The two largest units are enough to read. */
export function wait(left: Milliseconds | undefined): string {
  if (left === undefined) return '';
  if (left < 1_000) return `${Math.max(0, Math.ceil(left))} ms `;
  let rest = Math.ceil(left / 1_000) * 1_000;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    rest -= count * size;
  }
  return `${parts.slice(0, 2).join(' ')} `;
}
