import { type CharSet, classOf, negate, posixClass, singles, unicodeClass } from './char-set.ts';

/**
 * Regular expressions as CEL has them (RE2's syntax): no backreferences and no lookaround, so that matching takes time
 * in proportion to the text, whatever the pattern.
 */
export type Pattern =
  | { readonly op: 'empty' }
  | { readonly op: 'char'; readonly set: CharSet }
  | { readonly op: 'assert'; readonly what: Assertion }
  | { readonly op: 'sequence'; readonly of: readonly Pattern[] }
  | { readonly op: 'either'; readonly of: readonly Pattern[] }
  | { readonly op: 'repeat'; readonly of: Pattern; readonly min: number; readonly max: number };

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-edge' | 'no-word-edge';

export class PatternError extends Error {}

const MAX_REPEAT = 1_000;
const MAX_NESTING = 200;

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

/** Throws PatternError. */
export function parsePattern(text: string): Pattern {
  const parser = new PatternParser(text);
  return parser.parse();
}

class PatternParser {
  readonly #chars: readonly string[];
  #at = 0;
  #nesting = 0;
  #flags: Flags = { ignoreCase: false, multiline: false, dotAll: false };

  constructor(text: string) {
    this.#chars = [...text];
  }

  parse(): Pattern {
    const pattern = this.#either();
    if (this.#at < this.#chars.length) throw new PatternError('a `)` has no `(`: write `\\)` for the character');
    return pattern;
  }

  #either(): Pattern {
    const branches = [this.#sequence()];
    while (this.#take('|')) branches.push(this.#sequence());
    return branches.length === 1 ? branches[0]! : { op: 'either', of: branches };
  }

  #sequence(): Pattern {
    const items: Pattern[] = [];
    while (this.#at < this.#chars.length && this.#peek() !== '|' && this.#peek() !== ')') {
      items.push(this.#repeated(this.#atom()));
    }
    return items.length === 1 ? items[0]! : items.length === 0 ? { op: 'empty' } : { op: 'sequence', of: items };
  }

  #repeated(atom: Pattern): Pattern {
    const bounds = this.#bounds();
    if (bounds === undefined) return atom;
    // Greedy or not makes no difference to whether it matches.
    this.#take('?');
    const [min, max] = bounds;
    if (this.#bounds() !== undefined) throw new PatternError('a repetition follows another: put the first into ( )');
    return { op: 'repeat', of: atom, min, max };
  }

  #bounds(): readonly [number, number] | undefined {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#take('?')) return [0, 1];
    const counted = /^\{(\d{1,5})(?:(,)(\d{0,5}))?\}/.exec(this.#chars.slice(this.#at, this.#at + 13).join(''));
    if (counted === null) return undefined;
    this.#at += counted[0].length;
    const min = Number(counted[1]);
    const max = counted[2] === undefined ? min : counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3]);
    if (min > MAX_REPEAT || (max !== Number.POSITIVE_INFINITY && max > MAX_REPEAT)) {
      throw new PatternError(`\`${counted[0]}\` repeats more than ${MAX_REPEAT} times`);
    }
    if (max < min) throw new PatternError(`\`${counted[0]}\` ends before it begins`);
    return [min, max];
  }

  #atom(): Pattern {
    const char = this.#chars[this.#at++]!;
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return this.#char(this.#bracket());
      case '.':
        return { op: 'char', set: this.#flags.dotAll ? negate(singles('')) : negate(singles('\n')) };
      case '^':
        return { op: 'assert', what: this.#flags.multiline ? 'line-start' : 'text-start' };
      case '$':
        return { op: 'assert', what: this.#flags.multiline ? 'line-end' : 'text-end' };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new PatternError(`\`${char}\` repeats nothing: write \`\\${char}\` for the character`);
      default:
        return this.#char(singles(char));
    }
  }

  #char(set: CharSet): Pattern {
    return { op: 'char', set: this.#flags.ignoreCase ? { ...set, ignoreCase: true } : set };
  }

  #group(): Pattern {
    if (++this.#nesting > MAX_NESTING) throw new PatternError('the pattern is nested too deeply');
    const flagsBefore = this.#flags;
    if (this.#take('?') && this.#groupKind() === 'flags-only') {
      this.#nesting--;
      return { op: 'empty' };
    }
    const inner = this.#either();
    if (!this.#take(')')) throw new PatternError('a `(` is not closed: write `\\(` for the character');
    this.#flags = flagsBefore;
    this.#nesting--;
    return inner;
  }

  /** Behind `(?`: names are read over, flags are set. */
  #groupKind(): 'group' | 'flags-only' {
    const rest = this.#chars.slice(this.#at, this.#at + 120).join('');
    if (/^(?:[=!]|<[=!])/.test(rest)) throw new PatternError('lookahead and lookbehind are not supported');
    const name = /^P?<\w+>/.exec(rest);
    if (name !== null) {
      this.#at += name[0].length;
      return 'group';
    }
    const flags = /^([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
    if (flags === null) throw new PatternError('`(?` is followed by something unknown');
    this.#at += flags[0].length;
    this.#flags = withFlags(this.#flags, flags[1]!, flags[2] ?? '');
    return flags[3] === ':' ? 'group' : 'flags-only';
  }

  #escape(): Pattern {
    const assertion = ASSERTIONS[this.#peek() ?? ''];
    if (assertion !== undefined) {
      this.#at++;
      return { op: 'assert', what: assertion };
    }
    if (this.#take('Q')) return this.#quoted();
    if (/[1-9]/.test(this.#peek() ?? '')) throw new PatternError('backreferences are not supported');
    return this.#char(this.#escapedSet());
  }

  /** `\Q..\E`: everything in between stands for itself. */
  #quoted(): Pattern {
    const items: Pattern[] = [];
    while (this.#at < this.#chars.length) {
      if (this.#peek() === '\\' && this.#chars[this.#at + 1] === 'E') {
        this.#at += 2;
        break;
      }
      items.push(this.#char(singles(this.#chars[this.#at++]!)));
    }
    return { op: 'sequence', of: items };
  }

  /** Behind a backslash, in brackets or out of them. */
  #escapedSet(): CharSet {
    const char = this.#chars[this.#at++];
    if (char === undefined) throw new PatternError('the pattern ends with a single `\\`');
    const known = classOf(char);
    if (known !== undefined) return known;
    if (char === 'p' || char === 'P') return this.#unicode(char === 'P');
    if (char === 'x') return singles(this.#hex());
    const control = CONTROLS[char];
    if (control !== undefined) return singles(control);
    if (/[a-zA-Z0-9]/.test(char)) throw new PatternError(`\`\\${char}\` is not known`);
    return singles(char);
  }

  #unicode(negated: boolean): CharSet {
    const match = /^(?:\{(\^?)([A-Za-z_]{1,40})\}|([A-Z]))/.exec(this.#chars.slice(this.#at, this.#at + 44).join(''));
    const set = match === null ? undefined : unicodeClass(match[2] ?? match[3]!);
    if (match === null || set === undefined)
      throw new PatternError('`\\p` needs a class such as `\\pL` or `\\p{Greek}`');
    this.#at += match[0].length;
    return negated !== (match[1] === '^') ? negate(set) : set;
  }

  #hex(): string {
    const match = /^(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})/.exec(
      this.#chars.slice(this.#at, this.#at + 8).join(''),
    );
    const code = Number.parseInt(match?.[1] ?? match?.[2] ?? '', 16);
    if (match === null || code > 0x10ffff)
      throw new PatternError('`\\x` needs two hexadecimal digits, or `\\x{10FFFF}`');
    this.#at += match[0].length;
    return String.fromCodePoint(code);
  }

  #bracket(): CharSet {
    const negated = this.#take('^');
    const sets: CharSet[] = [];
    for (let first = true; ; first = false) {
      const char = this.#peek();
      if (char === undefined) throw new PatternError('a `[` is not closed: write `\\[` for the character');
      if (char === ']' && !first) break;
      sets.push(this.#bracketItem());
    }
    this.#at++;
    const all: CharSet = {
      ranges: sets.flatMap((set) => (isPlain(set) ? set.ranges : [])),
      parts: sets.filter((set) => !isPlain(set)),
    };
    return negated ? negate(all) : all;
  }

  #bracketItem(): CharSet {
    const posix = /^\[:(\^?)([a-z]{1,10}):\]/.exec(this.#chars.slice(this.#at, this.#at + 16).join(''));
    if (posix !== null) {
      const set = posixClass(posix[2]!);
      if (set === undefined) throw new PatternError(`\`${posix[0]}\` is not known`);
      this.#at += posix[0].length;
      return posix[1] === '^' ? negate(set) : set;
    }
    const low = this.#bracketChar();
    if (this.#peek() !== '-' || this.#chars[this.#at + 1] === ']' || this.#chars[this.#at + 1] === undefined)
      return low;
    this.#at++;
    const high = this.#bracketChar();
    const [from, to] = [onlyChar(low), onlyChar(high)];
    if (from === undefined || to === undefined || from > to) throw new PatternError('a range in `[ ]` has no order');
    return { ranges: [[from, to]] };
  }

  #bracketChar(): CharSet {
    const char = this.#chars[this.#at++];
    if (char === undefined) throw new PatternError('a `[` is not closed: write `\\[` for the character');
    return char === '\\' ? this.#escapedSet() : singles(char);
  }

  #peek(): string | undefined {
    return this.#chars[this.#at];
  }

  #take(char: string): boolean {
    if (this.#chars[this.#at] !== char) return false;
    this.#at++;
    return true;
  }
}

const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'text-start',
  z: 'text-end',
  b: 'word-edge',
  B: 'no-word-edge',
};

const CONTROLS: Readonly<Record<string, string>> = {
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '0': '\0',
};

const isPlain = (set: CharSet): boolean => set.negated !== true && set.parts === undefined && set.test === undefined;

const onlyChar = (set: CharSet): number | undefined =>
  isPlain(set) && set.ranges.length === 1 && set.ranges[0]![0] === set.ranges[0]![1] ? set.ranges[0]![0] : undefined;

const withFlags = (flags: Flags, on: string, off: string): Flags => ({
  ignoreCase: (flags.ignoreCase || on.includes('i')) && !off.includes('i'),
  multiline: (flags.multiline || on.includes('m')) && !off.includes('m'),
  dotAll: (flags.dotAll || on.includes('s')) && !off.includes('s'),
});
