import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Json, JsonObject } from '../../base/json.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Path } from '../yaml/path.ts';
import { editFlow, sourceAt } from './edit-flow.ts';
import type { FlowEdit } from './model.ts';
import { applyEdits } from './text-edits.ts';

/** A random value written down in a random hand: comments, blank lines, quotes, brackets or blocks, indentation, line ends. */
interface Written {
  readonly text: string;
  readonly value: JsonObject;
  /** Where each value's own text stands, by path; blocks from their first entry to the end of their last. */
  readonly spans: ReadonlyMap<string, readonly [number, number]>;
  /** Where the key or dash of block entries stands, by path. */
  readonly heads: ReadonlyMap<string, number>;
  /** Whole lines of block entries with the comment attached to them and the blank lines around, by path. */
  readonly regions: ReadonlyMap<string, readonly [number, number]>;
}

interface Hand {
  readonly step: number;
  readonly indentLists: boolean;
  readonly eol: string;
  readonly finalLineEnd: boolean;
  /** Dice for every choice in order. */
  readonly dice: readonly number[];
}

const word = fc
  .stringMatching(/^[a-z][a-z0-9]{0,6}$/)
  .filter((text) => !/^(true|false|null|y|n|on|off|yes|no)$/.test(text));
const sentence = fc.oneof(
  word,
  fc.constantFrom(
    'two words',
    "it's",
    'say "hi"',
    'a: b',
    'x #y',
    '5',
    '1.50',
    'true',
    'null',
    '',
    ' pad ',
    '- dash',
    '*star',
    '@at',
    '${{ a.b }}',
    'ünï',
    'a, b',
    'tab\there',
    '~',
    '-',
    '[x',
    'back\\slash',
    'k:v',
    '#c',
    '!t',
    '%p',
    '> f',
    'é: ☃',
  ),
);
const scalar: fc.Arbitrary<Json> = fc.oneof(
  sentence,
  fc.integer({ min: -99, max: 999 }),
  fc.boolean(),
  fc.constantFrom('line one\nline two\n', 'first\n\n  deeper\nlast', 'a # b\nc: d\n'),
);
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(word, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const document = fc.dictionary(word, tree, {
  minKeys: 1,
  maxKeys: 5,
  noNullPrototype: true,
}) as fc.Arbitrary<JsonObject>;
const hand: fc.Arbitrary<Hand> = fc.record({
  step: fc.constantFrom(2, 4),
  indentLists: fc.boolean(),
  eol: fc.constantFrom('\n', '\r\n'),
  finalLineEnd: fc.boolean(),
  dice: fc.array(fc.nat(99), { minLength: 60, maxLength: 60 }),
});
const written = fc.tuple(document, hand).map(([value, style]) => write(value, style));

function write(value: JsonObject, style: Hand): Written {
  let text = '';
  let thrown = 0;
  const spans = new Map<string, readonly [number, number]>();
  const regions = new Map<string, readonly [number, number]>();
  const heads = new Map<string, number>();
  const roll = (sides: number): number => style.dice[thrown++ % style.dice.length]! % sides;
  const keyOf = (path: Path) => JSON.stringify(path);
  const breakLine = () => {
    text += style.eol;
  };
  const freeLines = (column: number) => {
    for (let n = roll(7); n >= 5; n--) breakLine();
    if (roll(6) === 0) {
      text += `${' '.repeat(column)}# free ${thrown}`;
      breakLine();
      breakLine();
    }
  };
  const attached = (column: number) => {
    if (roll(4) !== 0) return;
    text += `${' '.repeat(column)}# attached ${thrown}`;
    breakLine();
  };
  const sameLine = () => {
    if (roll(5) === 0) text += ` # beside ${thrown}`;
    else if (roll(12) === 0) text += '  ';
  };
  const quoted = (source: string): string => {
    const plain = /^[a-z][a-z0-9 ]*$/i.test(source) && !/^(true|false|null)$/.test(source) && !source.endsWith(' ');
    const simple = !/[\n\t]/.test(source);
    const choice = roll(3);
    if (plain && choice === 0) return source;
    return choice === 1 && simple ? `'${source.replaceAll("'", "''")}'` : JSON.stringify(source);
  };
  const flow = (node: Json): string => {
    if (typeof node === 'string') return quoted(node);
    const pad = roll(2) === 0 ? ' ' : '';
    const trailing = roll(5) === 0 ? ',' : '';
    if (Array.isArray(node)) return node.length === 0 ? '[]' : `[${pad}${node.map(flow).join(', ')}${trailing}${pad}]`;
    if (!isJsonObject(node)) return String(node);
    const entries = Object.entries(node).map(([key, item]) => `${key}: ${flow(item)}`);
    return entries.length === 0 ? '{}' : `{${pad}${entries.join(', ')}${trailing}${pad}}`;
  };
  const mark = (path: Path, start: number) => spans.set(keyOf(path), [start, text.length]);

  /** Behind `key:` or `-`; ends at the end of the value, without a line end. */
  const put = (node: Json, path: Path, column: number, isItem: boolean) => {
    if (typeof node === 'string' && node.includes('\n') && roll(2) === 0) {
      const header = node.endsWith('\n') ? '|' : '|-';
      const lines = node.replace(/\n$/, '').split('\n');
      text += ' ';
      const start = text.length;
      text += header;
      for (const line of lines) {
        breakLine();
        if (line !== '') text += ' '.repeat(column + style.step) + line;
      }
      mark(path, start);
      return;
    }
    const isCollection = typeof node === 'object' && node !== null && Object.keys(node).length > 0;
    if (!isCollection || roll(3) === 0) {
      text += ' ';
      const start = text.length;
      text += flow(node);
      mark(path, start);
      sameLine();
      return;
    }
    if (isItem && isJsonObject(node)) {
      text += ' ';
      block(node, path, column + 2, true);
      return;
    }
    sameLine();
    breakLine();
    const isList = Array.isArray(node);
    block(node, path, column + (isList && !style.indentLists && !isItem ? 0 : style.step), false);
  };

  const block = (node: Json, path: Path, column: number, besideDash: boolean) => {
    const entries: [string | number, Json][] = Array.isArray(node)
      ? [...node.entries()]
      : Object.entries(node as JsonObject);
    let first = -1;
    entries.forEach(([key, item], i) => {
      const inner = [...path, key];
      const begin = text.length;
      if (i > 0 || !besideDash) {
        freeLines(column);
        attached(column);
        text += ' '.repeat(column);
      }
      if (first === -1) first = text.length;
      heads.set(keyOf(inner), text.length);
      text += typeof key === 'number' ? '-' : `${key}:`;
      put(item, inner, column, typeof key === 'number');
      if (i < entries.length - 1) breakLine();
      regions.set(keyOf(inner), [begin, text.length]);
    });
    mark(path, first);
  };

  block(value, [], 0, false);
  if (style.finalLineEnd) breakLine();
  return { text, value, spans, heads, regions };
}

/** Every path of a value, the root's own left out. */
function pathsOf(value: Json, path: Path = []): Path[] {
  const entries: [string | number, Json][] = Array.isArray(value)
    ? [...value.entries()]
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([key, item]) => [[...path, key], ...pathsOf(item, [...path, key])]);
}

const at = (value: Json, path: Path): Json =>
  path.reduce<Json>((inner, part) => (inner as Record<string | number, Json>)[part]!, value);

function changed(value: Json, path: Path, change: (container: Json, part: string | number) => Json): Json {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (rest.length === 0) return change(value, part);
  if (Array.isArray(value)) return value.map((item: Json, i) => (i === part ? changed(item, rest, change) : item));
  return { ...(value as JsonObject), [part]: changed(at(value, [part]), rest, change) };
}

const setting = (to: Json) => (container: Json, part: string | number) =>
  Array.isArray(container)
    ? container.map((item: Json, i) => (i === part ? to : item))
    : { ...(container as JsonObject), [part]: to };
const removing = (container: Json, part: string | number): Json =>
  Array.isArray(container)
    ? container.filter((_, i) => i !== part)
    : Object.fromEntries(Object.entries(container as JsonObject).filter(([key]) => key !== part));

const commentsOf = (text: string): string[] => text.match(/# (?:free|attached|beside) \d+/g) ?? [];

function edited(source: Written, edit: FlowEdit): string {
  const done = editFlow(source.text, [edit]);
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.message}`);
  expect(applyEdits(source.text, done.value.edits)).toBe(done.value.text);
  expect(applyEdits(done.value.text, done.value.inverse)).toBe(source.text);
  return done.value.text;
}

/** All that is before and behind a region is there afterwards, byte for byte. */
function expectOutside(before: string, after: string, [start, end]: readonly [number, number]): void {
  expect(after.startsWith(before.slice(0, start))).toBe(true);
  expect(after.endsWith(before.slice(end))).toBe(true);
  expect(after.length).toBeGreaterThanOrEqual(start + before.length - end);
}

const RUNS = { numRuns: 1000 };
const pick = <T>(list: readonly T[], die: number): T => list[die % list.length]!;

describe('editing a flow file', () => {
  it('reads back what the random hand wrote', () => {
    fc.assert(
      fc.property(written, ({ text, value }) => {
        expect(parse(text)).toEqual(value);
      }),
      RUNS,
    );
  });

  it('sets a scalar in place: nothing else changes by a byte', () => {
    fc.assert(
      fc.property(written, scalar, fc.nat(), (source, to, die) => {
        const paths = pathsOf(source.value).filter((path) => typeof at(source.value, path) !== 'object');
        fc.pre(paths.length > 0);
        const path = pick(paths, die);
        const text = edited(source, { op: 'set', path, value: to });
        expect(parse(text)).toEqual(changed(source.value, path, setting(to)));
        const span = source.spans.get(JSON.stringify(path));
        const isMultiLine = typeof to === 'string' && to.includes('\n');
        if (span !== undefined && !isMultiLine) expectOutside(source.text, text, span);
        expect(commentsOf(text).sort()).toEqual(commentsOf(source.text).sort());
      }),
      RUNS,
    );
  });

  it('gives the first bytes back when the first value is set again', () => {
    fc.assert(
      fc.property(written, scalar, fc.nat(), (source, to, die) => {
        const paths = pathsOf(source.value).filter((path) => typeof at(source.value, path) !== 'object');
        fc.pre(paths.length > 0);
        const path = pick(paths, die);
        const first = sourceAt(source.text, path)!;
        const text = edited(source, { op: 'set', path, value: to });
        fc.pre(!first.includes('\n'));
        const back = editFlow(text, [{ op: 'set-source', path, source: first }]);
        fc.pre(!text.includes('|') || !(typeof to === 'string' && to.includes('\n')));
        expect(back.ok && back.value.text).toBe(source.text);
      }),
      RUNS,
    );
  });

  it('gives the first bytes back for values of the same manner', () => {
    fc.assert(
      fc.property(written, word, fc.integer(), fc.nat(), (source, text, number, die) => {
        const paths = pathsOf(source.value).filter((path) =>
          /^[a-z][a-z0-9]*$|^\d+$/.test(String(at(source.value, path))),
        );
        fc.pre(paths.length > 0);
        const path = pick(paths, die);
        const first = at(source.value, path);
        fc.pre(typeof first !== 'object' && typeof first !== 'boolean');
        const other = typeof first === 'string' ? text : number;
        fc.pre(typeof first === 'number' || !/^['"]\d/.test(sourceAt(source.text, path) ?? ''));
        const there = edited(source, { op: 'set', path, value: other });
        const back = editFlow(there, [{ op: 'set', path, value: first }]);
        expect(back.ok && back.value.text).toBe(source.text);
      }),
      RUNS,
    );
  });

  it('sets whole lists and maps', () => {
    fc.assert(
      fc.property(written, tree, fc.nat(), (source, to, die) => {
        const path = pick(pathsOf(source.value), die);
        const text = edited(source, { op: 'set', path, value: to });
        expect(parse(text)).toEqual(changed(source.value, path, setting(to)));
        const region = source.regions.get(JSON.stringify(path));
        if (region !== undefined) expectOutside(source.text, text, region);
      }),
      RUNS,
    );
  });

  it('inserts into lists and maps: every old line and comment is still there, in order', () => {
    fc.assert(
      fc.property(written, tree, fc.nat(), fc.nat(), (source, value, die, place) => {
        const containers = [[], ...pathsOf(source.value)].filter((path) => typeof at(source.value, path) === 'object');
        const container = pick(containers, die);
        const inside = at(source.value, container);
        const index = place % (Object.keys(inside as object).length + 1);
        const isList = Array.isArray(inside);
        const part = isList ? index : 'newcomer';
        const text = edited(source, { op: 'insert', path: [...container, part], value, index });
        const expected = isList ? inside.toSpliced(index, 0, value) : { ...(inside as JsonObject), newcomer: value };
        const whole = container.length === 0 ? expected : changed(source.value, container, setting(expected));
        expect(parse(text)).toEqual(whole);
        if (!isList) expect(Object.keys(at(parse(text) as Json, container) as object).indexOf('newcomer')).toBe(index);
        expect(commentsOf(text)).toEqual(commentsOf(source.text));
        if (Object.keys(inside as object).length > 0) expectSubsequence(source.text, text);
      }),
      RUNS,
    );
  });

  it('removes an entry with its own comments; everything outside of its lines stays', () => {
    fc.assert(
      fc.property(written, fc.nat(), (source, die) => {
        const path = pick(pathsOf(source.value), die);
        const text = edited(source, { op: 'remove', path });
        const value = parse(text) as Json;
        expect(value ?? {}).toEqual(changed(source.value, path, removing));
        const region = source.regions.get(JSON.stringify(path));
        if (region === undefined) return;
        const container = at(source.value, path.slice(0, -1));
        if (Object.keys(container as object).length === 1) return;
        expectSubsequence(text.replaceAll(/\s/g, ''), source.text.replaceAll(/\s/g, ''));
        const outside = source.text.slice(0, region[0]) + source.text.slice(region[1]);
        for (const comment of commentsOf(outside)) expect(text).toContain(comment);
        const above = source.text.slice(region[0], source.heads.get(JSON.stringify(path)));
        for (const comment of commentsOf(above).filter((one) => one.includes('free'))) expect(text).toContain(comment);
      }),
      RUNS,
    );
  });

  it('moves entries with their comments and loses nothing', () => {
    fc.assert(
      fc.property(written, fc.nat(), fc.nat(), (source, die, place) => {
        const path = pick(pathsOf(source.value), die);
        const container = at(source.value, path.slice(0, -1)) as object;
        const size = Object.keys(container).length;
        const text = edited(source, { op: 'move', path, to: place % size });
        const part = path.at(-1)!;
        if (Array.isArray(container) && typeof part === 'number') {
          const moved = (list: Json) => {
            const copy = [...(list as Json[])];
            copy.splice(place % size, 0, ...copy.splice(part, 1));
            return copy;
          };
          const expected =
            path.length === 1
              ? moved(source.value)
              : changed(source.value, path.slice(0, -1), (c, p) => setting(moved(at(c, [p])))(c, p));
          expect(parse(text)).toEqual(expected);
        } else {
          expect(parse(text)).toEqual(source.value);
          expect(Object.keys(at(parse(text) as Json, path.slice(0, -1)) as object).indexOf(String(part))).toBe(
            place % size,
          );
        }
        expect(commentsOf(text).sort()).toEqual(commentsOf(source.text).sort());
        expect([...text].sort().join('')).toBe([...source.text].sort().join(''));
      }),
      RUNS,
    );
  });
});

/** Everything of the one text stands in the other, in order. */
function expectSubsequence(part: string, whole: string): void {
  let at = 0;
  for (const character of part) {
    at = whole.indexOf(character, at) + 1;
    if (at === 0) throw new Error(`lost ${JSON.stringify(character)} of\n${part}\nin\n${whole}`);
  }
}
