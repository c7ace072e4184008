import type { Roll } from './dice.ts';

/**
 * Mutations of flow files for the fuzz test: deterministic, so that one case can be repeated from its seed and number.
 * They break the text (characters, lines, indentation), the YAML (anchors, tags, documents, brackets) and the flow (values
 * of another kind, keys in another place).
 */
const PIECES = [
  ...' \t\n:-,[]{}&*!|>\'"#%@`?~',
  '\r\n',
  '\ufeff',
  '\u0000',
  '\ud800',
  '\u2028',
  '👋',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '<<: *a\n',
  '&a ',
  '*a',
  '!!binary ',
  '!x ',
  '? ',
  '- - - ',
  '${{',
  '}}',
  '${{ params.x }}',
  '${{ secrets.X }}',
  '[[[[[[[[[[',
  '{a: {a: {a: ',
  '|2\n',
  '>-\n',
  '__proto__: 1\n',
  'constructor: {}\n',
  'x-y: &a [1]\n',
];

const VALUES = [
  '',
  'null',
  '~',
  'true',
  'no',
  '0',
  '-1',
  '1e400',
  '0x1F',
  '9007199254740993',
  '.nan',
  '1:30',
  '2026-01-01',
  '+3',
  '3.10',
  '""',
  '" "',
  "'a''b'",
  '[]',
  '{}',
  '[null]',
  '[[]]',
  '{a: null}',
  '[a, a, a]',
  '{limit: {limit: {}}}',
  '!a',
  '*a',
  '&a x',
  '* * * * *',
  '${{ 1 + }}',
  '${{ params.x',
  '${{ steps.a.outputs.b }}',
  'a && (b || !c)',
  'atLeast(2, a, b, c)',
  'a.failed',
  '4s',
  '1h30m',
  '-4s',
  '5 s',
  'auto',
  '5%',
  'drain',
  '|\n        text\n        more',
  '>\n  folded',
  '{ hour: 5..1, day: [1, 15, L] }',
  '"*/0 * * * *"',
  '@daily',
  'Europe/Nowhere',
  '{steps: [{run: x}]}',
  '- x',
  '"\\ud800"',
  '"\\x00"',
];

export function mutate(texts: readonly string[], roll: Roll): string {
  let text = pick(texts, roll);
  // Mostly one or two: a file that is broken everywhere is refused early.
  for (let left = 1 + roll(1 + roll(5)); left > 0; left--) text = mutateOnce(text, texts, roll);
  return text.slice(0, 60_000);
}

const pick = <T>(items: readonly T[], roll: Roll): T => items[roll(items.length)]!;

function mutateOnce(text: string, texts: readonly string[], roll: Roll): string {
  const at = roll(text.length + 1);
  switch (roll(12)) {
    case 0:
      return text.slice(0, at) + pick(PIECES, roll) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + roll(6));
    case 2:
      return text.slice(0, at);
    case 3:
      return text.slice(0, at) + text.slice(at, at + 1 + roll(40)).repeat(1 + roll(20)) + text.slice(at);
    case 4: {
      const other = pick(texts, roll);
      const from = roll(other.length);
      return text.slice(0, at) + other.slice(from, from + roll(200)) + text.slice(at);
    }
    case 5:
    case 6:
    case 7:
      return withOtherValue(text, roll);
    default:
      return withOtherLines(text, roll);
  }
}

/** Puts another value behind a key. */
function withOtherValue(text: string, roll: Roll): string {
  const places = [...text.matchAll(/:[ \t]+(?=\S)/g)];
  if (places.length === 0) return text;
  const place = pick(places, roll);
  const from = place.index + place[0].length;
  const rest = text.slice(from);
  const end = from + (/[,}\]\n]/.exec(rest)?.index ?? rest.length);
  return text.slice(0, from) + pick(VALUES, roll) + text.slice(end);
}

function withOtherLines(text: string, roll: Roll): string {
  const lines = text.split('\n');
  const [a, b] = [roll(lines.length), roll(lines.length)];
  switch (roll(6)) {
    case 0:
      lines.splice(a, 1 + roll(3));
      break;
    case 1:
      lines.splice(b, 0, ...lines.slice(a, a + 1 + roll(6)));
      break;
    case 2:
      [lines[a], lines[b]] = [lines[b]!, lines[a]!];
      break;
    case 3:
      lines[a] = ' '.repeat(1 + roll(6)) + lines[a]!;
      break;
    case 4:
      lines[a] = lines[a]!.replace(/^ {1,4}/, '');
      break;
    default: {
      // A key moves to where another stands.
      const key = /^\s*(?:- )?([A-Za-z]+):/.exec(lines[a]!)?.[1];
      if (key !== undefined) lines[b] = lines[b]!.replace(/([A-Za-z]+):/, `${key}:`);
    }
  }
  return lines.join('\n');
}
