/** How well a text matches, and which of its letters (UTF-16 offsets) are those that were looked for. */
export interface Match {
  readonly score: number;
  readonly at: readonly number[];
}

const START = 60;
const WORD_START = 30;
const IN_ROW = 12;
const LETTER = 2;
const GAP = -3;
/** Letters that stand too far apart are no match that a person would see. */
const LARGEST_SPREAD = 3;

/**
 * Finds each word of `query` in `text`: best as it stands, at the beginning of a word, else letter by letter in order (`dpl` in
 * `deploy`). Null when a word is not there.
 */
export function matchFuzzy(query: string, text: string): Match | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  // A lower case of another length would point at other letters.
  if (lower.length !== text.length) return null;
  let score = 0;
  const at = new Set<number>();
  for (const word of words) {
    const match = matchWhole(word, text, lower) ?? matchLetters(word, text, lower);
    if (match === null) return null;
    score += match.score;
    for (const index of match.at) at.add(index);
  }
  // Of two that match alike, the shorter one is the more likely.
  return { score: score - text.length / 50, at: [...at].sort((a, b) => a - b) };
}

function matchWhole(word: string, text: string, lower: string): Match | null {
  let best: Match | null = null;
  for (let from = lower.indexOf(word); from >= 0; from = lower.indexOf(word, from + 1)) {
    const place = from === 0 ? START : startsWord(text, from) ? WORD_START : 0;
    const score = place + word.length * (IN_ROW + LETTER);
    if (best === null || score > best.score) {
      best = { score, at: Array.from({ length: word.length }, (_, index) => from + index) };
    }
  }
  return best;
}

/** Beginnings of words are preferred: `rf` in `Run this flow`. */
function matchLetters(word: string, text: string, lower: string): Match | null {
  const at: number[] = [];
  let score = 0;
  let from = 0;
  for (const letter of word) {
    const found = nextLetter(letter, from, text, lower);
    if (found < 0) return null;
    const previous = at.at(-1);
    if (startsWord(text, found)) score += WORD_START / 2;
    else if (previous !== undefined && found === previous + 1) score += IN_ROW;
    else score += GAP * Math.min(5, found - (previous ?? -1));
    score += LETTER;
    at.push(found);
    from = found + 1;
  }
  const spread = (at.at(-1) ?? 0) - (at[0] ?? 0) + 1;
  const starts = at.filter((index) => startsWord(text, index)).length;
  return spread > word.length * LARGEST_SPREAD && starts < word.length ? null : { score, at };
}

function nextLetter(letter: string, from: number, text: string, lower: string): number {
  const next = lower.indexOf(letter, from);
  if (next < 0 || next === from) return next;
  for (let at = next; at >= 0; at = lower.indexOf(letter, at + 1)) if (startsWord(text, at)) return at;
  return next;
}

const startsWord = (text: string, at: number): boolean =>
  at === 0 ||
  /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '') ||
  (/\p{Lu}/u.test(text[at] ?? '') && /\p{Ll}/u.test(text[at - 1] ?? ''));
