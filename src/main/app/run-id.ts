import { randomInt } from 'node:crypto';

/** Crockford's alphabet in lower case: no letters that are taken for digits. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const EPOCH = Date.UTC(2025, 0, 1);
/** Milliseconds since the epoch in 8 digits last until 2059; 4 random ones tell processes of the same millisecond apart. */
const TIME_DIGITS = 8;
const RANDOM_DIGITS = 4;

/** Makes ids of 12 characters that sort by the time they were made in. `now` is in milliseconds since the Unix epoch. */
export function createRunIds(now: () => number, random: (below: number) => number = randomInt): () => string {
  let last = 0;
  return () => {
    last = Math.max(now() - EPOCH, last + 1);
    return digits(last, TIME_DIGITS) + digits(random(DIGITS.length ** RANDOM_DIGITS), RANDOM_DIGITS);
  };
}

function digits(value: number, count: number): string {
  let text = '';
  for (let rest = value; text.length < count; rest = Math.floor(rest / DIGITS.length)) {
    text = DIGITS[rest % DIGITS.length] + text;
  }
  return text;
}
