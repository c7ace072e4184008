import { type CharSet, foldings, includes, isWordCode } from './char-set.ts';
import { type Assertion, type Pattern, PatternError } from './syntax.ts';

/** One instruction of a matching program; numbers are addresses. */
type Instruction =
  | { readonly op: 'char'; readonly set: CharSet }
  | { readonly op: 'assert'; readonly what: Assertion }
  | { readonly op: 'split'; readonly to: readonly number[] }
  | { readonly op: 'match' };

export type Program = readonly Instruction[];

/** Throws PatternError when it takes more than `limit` instructions. */
export function assemble(pattern: Pattern, limit: number): Program {
  const program: (Instruction | undefined)[] = [];
  const emit = (instruction: Instruction | undefined): number => {
    if (program.length >= limit) throw new PatternError('the pattern is too large');
    return program.push(instruction) - 1;
  };

  let visits = 0;
  const compile = (node: Pattern): void => {
    // Repetitions of nothing emit nothing, and still must end.
    if (++visits > 4 * limit) throw new PatternError('the pattern is too large');
    switch (node.op) {
      case 'empty':
        return;
      case 'char':
      case 'assert':
        emit(node);
        return;
      case 'sequence':
        for (const part of node.of) compile(part);
        return;
      case 'either':
        compileEither(node.of);
        return;
      case 'repeat':
        compileRepeat(node.of, node.min, node.max);
        return;
    }
  };

  const compileEither = (branches: readonly Pattern[]): void => {
    const fork = emit(undefined);
    const starts: number[] = [];
    const ends: number[] = [];
    for (const branch of branches) {
      starts.push(program.length);
      compile(branch);
      ends.push(emit(undefined));
    }
    program[fork] = { op: 'split', to: starts };
    for (const end of ends) program[end] = { op: 'split', to: [program.length] };
  };

  const compileRepeat = (node: Pattern, min: number, max: number): void => {
    for (let count = 0; count < min; count++) compile(node);
    if (max === Number.POSITIVE_INFINITY) {
      const fork = emit(undefined);
      compile(node);
      emit({ op: 'split', to: [fork] });
      program[fork] = { op: 'split', to: [fork + 1, program.length] };
      return;
    }
    const forks: number[] = [];
    for (let count = min; count < max; count++) {
      forks.push(emit(undefined));
      compile(node);
    }
    for (const fork of forks) program[fork] = { op: 'split', to: [fork + 1, program.length] };
  };

  compile(pattern);
  emit({ op: 'match' });
  return program as Program;
}

/**
 * Whether the pattern occurs anywhere in the text. All places of the program are followed at once, one character after
 * the other, so the time is at most text times program; `spend` is told of the work before it is done.
 */
export function occurs(program: Program, text: string, spend: (work: number) => void): boolean {
  let states: number[] = [];
  // Marks of the position at which an instruction was last reached.
  const reached = new Int32Array(program.length).fill(-1);
  let previous: number | undefined;
  for (let at = 0, position = 0; ; position++) {
    const code = text.codePointAt(at);
    // A match may begin here as well.
    states.push(0);
    const { found, visited } = follow(program, states, { previous, code, position, reached });
    spend(visited);
    if (found.some((state) => program[state]!.op === 'match')) return true;
    if (code === undefined) return false;
    const cases = foldings(code);
    states = [];
    for (const state of found) if (advances(program[state]!, cases)) states.push(state + 1);
    previous = code;
    at += code > 0xffff ? 2 : 1;
  }
}

const advances = (instruction: Instruction, cases: readonly number[]): boolean =>
  instruction.op === 'char' && includes(instruction.set, cases);

interface Place {
  readonly previous: number | undefined;
  readonly code: number | undefined;
  readonly position: number;
  readonly reached: Int32Array;
}

/** Everything that is reached from these addresses without reading a character. */
function follow(program: Program, open: number[], place: Place): { found: number[]; visited: number } {
  const found: number[] = [];
  let visited = 0;
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    visited++;
    if (place.reached[address] === place.position) continue;
    place.reached[address] = place.position;
    const instruction = program[address]!;
    if (instruction.op === 'split') open.push(...instruction.to);
    else if (instruction.op === 'assert') {
      if (holds(instruction.what, place)) open.push(address + 1);
    } else found.push(address);
  }
  return { found, visited };
}

function holds(what: Assertion, { previous, code }: Place): boolean {
  switch (what) {
    case 'text-start':
      return previous === undefined;
    case 'text-end':
      return code === undefined;
    case 'line-start':
      return previous === undefined || previous === 10;
    case 'line-end':
      return code === undefined || code === 10;
    case 'word-edge':
      return isWordCode(previous) !== isWordCode(code);
    case 'no-word-edge':
      return isWordCode(previous) === isWordCode(code);
  }
}
