import { assemble, type Program } from './matcher.ts';
import { PatternError, parsePattern } from './syntax.ts';

export { occurs, type Program } from './matcher.ts';

/** A program for `occurs`, or what is wrong with the pattern. */
export function compilePattern(text: string, limit: number): { program: Program } | { message: string } {
  try {
    return { program: assemble(parsePattern(text), limit) };
  } catch (thrown) {
    if (thrown instanceof PatternError) return { message: thrown.message };
    throw thrown;
  }
}
