import { hashUnit } from '../core/base/hash.ts';

/** A whole number from 0, below `sides`. */
export type Roll = (sides: number) => number;

/** Random numbers that depend on the seed and the number of the case alone, so that one case can be repeated. */
export function diceOf(seed: string, round: number): Roll {
  let throws = 0;
  return (sides) => Math.floor(hashUnit(seed, round, throws++) * sides);
}
