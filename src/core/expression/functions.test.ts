import { describe, expect, it } from 'vitest';
import type { Json } from '../base/json.ts';
import { FUNCTIONS, METHODS } from './functions/index.ts';
import { evaluate, parseExpression, type Scope } from './index.ts';

const scope: Scope = { params: { text: 'Grüße 👋', list: ['b', 'a'], path: '/srv/in/report.csv', nothing: null } };

/** `!code` stands for a problem of that code. */
type Examples = readonly (readonly [expression: string, result: Json])[];

function outcome(text: string): Json {
  const parsed = parseExpression(text);
  const result = parsed.ok ? evaluate(parsed.value, scope) : parsed;
  return result.ok ? result.value : `!${result.error.code}`;
}

const EXAMPLES: Readonly<Record<string, Examples>> = {
  'default(x, otherwise)': [
    ['default(params.text, "x")', 'Grüße 👋'],
    ['default(params.nothing, "x")', 'x'],
    ['default(params.absent.deep, 5)', 5],
    ['default(false, true)', false],
    ['default(1, 1 / 0)', 1],
  ],
  'json(text)': [
    [`json('{"a": [1, 2.5, null]}').a[1]`, 2.5],
    [`json('7') / 2`, 3],
    [`json('nope')`, '!invalid-argument'],
    [`json('12345678901234567890')`, '!number-precision'],
    ['json(params.nothing)', '!type-mismatch'],
  ],
  'toJson(x)': [
    ['toJson({"a": [1, 1.5, true, null, "q\\""]})', '{"a":[1,1.5,true,null,"q\\""]}'],
    ['toJson(params.nothing)', 'null'],
    ['json(toJson(params.list)) == params.list', true],
  ],
  'basename(path)': [
    ['basename(params.path)', 'report.csv'],
    ['basename("/srv/in/")', 'in'],
    ['basename("name")', 'name'],
    ['basename("/")', ''],
    ['basename("C:\\\\data\\\\a.txt")', 'a.txt'],
    ['basename("with\\\\backslash")', 'with\\backslash'],
    ['basename(1)', '!type-mismatch'],
  ],
  'dirname(path)': [
    ['dirname(params.path)', '/srv/in'],
    ['dirname("/srv")', '/'],
    ['dirname("/")', '/'],
    ['dirname("name")', '.'],
    ['dirname("a//b")', 'a'],
    ['dirname("C:\\\\data\\\\a.txt")', 'C:\\data'],
    ['dirname("C:\\\\a.txt")', 'C:\\'],
  ],
  'formatDate(time, format, zone?)': [
    ['formatDate("2026-07-01T22:30:05.007Z", "yyyy-MM-dd HH:mm:ss.SSS", "Europe/Berlin")', '2026-07-02 00:30:05.007'],
    [
      'formatDate("2026-01-31T12:00:00Z", "yyyy-MM-dd\'T\'HH:mm:ssXXX", "America/New_York")',
      '2026-01-31T07:00:00-05:00',
    ],
    ['formatDate(timestamp(0), "yyyy-MM-dd\'T\'HH:mm:ssXXX")', '1970-01-01T00:00:00Z'],
    ['formatDate("2026-03-08T15:04:05Z", "EEEE, d MMMM yy; h:mm a", "UTC")', 'Sunday, 8 March 26; 3:04 PM'],
    ['formatDate("2026-03-08T00:04:05Z", "EEE MMM hh H m s DDD xx", "+05:30")', 'Sun Mar 05 5 34 5 067 +0530'],
    ['formatDate("2026-03-08T00:04:05Z", "h \'o\'\'clock\'", "UTC")', "12 o'clock"],
    ['formatDate("2026-03-29T01:00:00Z", "HH:mm", "Europe/Berlin")', '03:00'],
    ['formatDate("2026-03-29T00:59:59Z", "HH:mm", "Europe/Berlin")', '01:59'],
    ['formatDate("0001-01-01T00:00:00Z", "yyyy", "UTC")', '0001'],
    ['formatDate("yesterday", "yyyy", "UTC")', '!invalid-argument'],
    ['formatDate("2026-01-31T12:00:00Z", "YYYY", "UTC")', '!invalid-argument'],
    ['formatDate("2026-01-31T12:00:00Z", "yyyy", "Europe/Belrin")', '!invalid-argument'],
  ],
  'int(x)': [
    ['int("42")', 42],
    ['int(3.9)', 3],
    ['int(-3.9)', -3],
    ['int(timestamp("1970-01-01T00:01:00Z"))', 60],
    ['int("4.2")', '!invalid-argument'],
    ['int("")', '!invalid-argument'],
    ['int("99999999999999999999")', '!invalid-argument'],
    ['int(params.nothing)', '!type-mismatch'],
  ],
  'uint(x)': [
    ['uint(5)', 5],
    ['uint("5") == 5u', true],
    ['uint(-1)', '!invalid-argument'],
  ],
  'double(x)': [
    ['double("1e3")', 1000],
    ['double(2) / 4', 0.5],
    ['double("0x10")', '!invalid-argument'],
    ['double("")', '!invalid-argument'],
  ],
  'string(x)': [
    ['string(1.0)', '1'],
    ['string(true) + string(b"\\xc3\\xa9")', 'trueé'],
    ['string(duration("90s"))', '90s'],
    ['string([1])', '!type-mismatch'],
    ['string(b"\\xff")', '!invalid-argument'],
  ],
  'bool(x)': [
    ['bool("true") && !bool("0")', true],
    ['bool("yes")', '!invalid-argument'],
  ],
  'bytes(x)': [
    ['bytes("é👋").hex()', 'c3a9f09f918b'],
    ['bytes("é").size()', 2],
  ],
  'timestamp(text)': [
    ['timestamp("2026-01-31T12:00:00Z").getFullYear()', 2026],
    ['timestamp(60)', '1970-01-01T00:01:00Z'],
    ['timestamp("2026-02-30T00:00:00Z")', '!invalid-argument'],
    ['timestamp("2026-01-31")', '!invalid-argument'],
    ['timestamp("0099-01-01T00:00:00Z").getFullYear()', 99],
  ],
  'duration(text)': [
    ['duration("1h30m") > duration("89m")', true],
    ['duration("1.5s").getMilliseconds()', 1500],
    ['duration("250ms") + duration("750ms") == duration("1s")', true],
    ['duration("1d")', '!invalid-argument'],
  ],
  'type(x)': [
    [
      '[type(1), type(1.0), type(""), type(null), type([]), type({})] == [int, double, string, null_type, list, map]',
      true,
    ],
  ],
  'dyn(x)': [['dyn(1) + 1', 2]],
  'size(x)': [
    ['size(params.text)', 7],
    ['size([1, 2]) + size({"a": 1})', 3],
    ['size(params.nothing)', '!type-mismatch'],
  ],
  'matches(text, pattern)': [['matches("v1.2.3", "^v[0-9.]+$")', true]],
  'x.size()': [['params.list.size()', 2]],
  'text.matches(pattern)': [
    ['"release-12".matches("^release-\\\\d+$")', true],
    ['"a\\nb".matches("a.b")', false],
    ['"HELLO".matches("(?i)hel{2}o")', true],
    ['"x".matches("(")', '!invalid-argument'],
    ['"xx".matches("(x)\\\\1")', '!invalid-argument'],
  ],
  'text.startsWith(start)': [['params.text.startsWith("Grü")', true]],
  'text.endsWith(end)': [['params.path.endsWith(".csv")', true]],
  'text.contains(part)': [['params.path.contains("/in/")', true]],
  'text.trim()': [['"  a b\\n".trim()', 'a b']],
  'text.lowerAscii()': [['"ÄB".lowerAscii()', 'Äb']],
  'text.upperAscii()': [['"äb".upperAscii()', 'äB']],
  'text.indexOf(part, from?)': [
    ['"hello".indexOf("l")', 2],
    ['"hello".indexOf("l", 3)', 3],
    ['"👋hello".indexOf("h")', 1],
    ['"hello".indexOf("x")', -1],
    ['"hello".indexOf("x", 9)', '!invalid-argument'],
  ],
  'text.lastIndexOf(part, from?)': [
    ['"hello".lastIndexOf("l")', 3],
    ['"hello".lastIndexOf("l", 2)', 2],
  ],
  'text.substring(start, end?)': [
    ['"hello".substring(1)', 'ello'],
    ['"👋hello".substring(1, 3)', 'he'],
    ['"hello".substring(3, 1)', '!invalid-argument'],
    ['"hello".substring(0, 9)', '!invalid-argument'],
  ],
  'text.split(separator, limit?)': [
    ['"a,b,c".split(",")', ['a', 'b', 'c']],
    ['"a,b,c".split(",", 2)', ['a', 'b,c']],
    ['"a,b".split(",", 0)', []],
    ['"a👋".split("")', ['a', '👋']],
  ],
  'list.join(separator?)': [
    ['params.list.join(", ")', 'b, a'],
    ['params.list.join()', 'ba'],
    ['[1, 2].join()', '!invalid-argument'],
    ['[1, 2].map(x, string(x)).join("-")', '1-2'],
  ],
  'bytes.hex()': [['b"\\x00\\xff".hex()', '00ff']],
  'bytes.base64()': [
    ['bytes("a").base64()', 'YQ=='],
    ['bytes("ab").base64()', 'YWI='],
    ['bytes("abc").base64()', 'YWJj'],
    ['bytes("").base64()', ''],
  ],
  'bytes.string()': [['bytes("é").string()', 'é']],
  'bytes.json()': [[`b'[1]'.json()[0] + 1`, 2]],
  'bytes.at(index)': [
    ['b"abc".at(1)', 98],
    ['b"abc".at(3)', '!invalid-argument'],
  ],
  'timestamp.getFullYear(zone?)': [
    ['timestamp("2025-12-31T23:30:00Z").getFullYear()', 2025],
    ['timestamp("2025-12-31T23:30:00Z").getFullYear("Europe/Berlin")', 2026],
  ],
  'timestamp.getMonth(zone?)': [['timestamp("2026-03-01T00:00:00Z").getMonth()', 2]],
  'timestamp.getDate(zone?)': [['timestamp("2026-03-01T00:00:00Z").getDate()', 1]],
  'timestamp.getDayOfMonth(zone?)': [['timestamp("2026-03-01T00:00:00Z").getDayOfMonth()', 0]],
  'timestamp.getDayOfWeek(zone?)': [['timestamp("2026-03-01T00:00:00Z").getDayOfWeek()', 0]],
  'timestamp.getDayOfYear(zone?)': [['timestamp("2026-03-01T00:00:00Z").getDayOfYear()', 59]],
  'timestamp.getHours(zone?)': [
    ['timestamp("2026-03-01T05:06:07.008Z").getHours("-08:00")', 21],
    ['duration("90m").getHours()', 1],
    ['timestamp("2026-03-01T05:06:07Z").getHours("Mars/Base")', '!invalid-argument'],
  ],
  'timestamp.getMinutes(zone?)': [
    ['timestamp("2026-03-01T05:06:07Z").getMinutes()', 6],
    ['duration("90m").getMinutes()', 90],
  ],
  'timestamp.getSeconds(zone?)': [['timestamp("2026-03-01T05:06:07Z").getSeconds()', 7]],
  'timestamp.getMilliseconds(zone?)': [['timestamp("2026-03-01T05:06:07.008Z").getMilliseconds()', 8]],
};

describe.each(Object.entries(EXAMPLES))('%s', (_usage, examples) => {
  it.each(examples)('%s', (text, expected) => expect(outcome(text)).toEqual(expected));
});

it('every function has an example', () => {
  const usages = [...Object.values(FUNCTIONS), ...Object.values(METHODS)].map(({ usage }) => usage);
  expect(usages.filter((usage) => EXAMPLES[usage] === undefined)).toEqual([]);
});

it('a problem names the function, the argument and what to do', () => {
  const parsed = parseExpression('params.nothing.startsWith("a")');
  expect(parsed.ok && evaluate(parsed.value, scope)).toMatchObject({
    error: {
      message:
        '`startsWith` needs a text, but `params.nothing` is null here; `default(params.nothing, ..)` gives it a value',
      offset: 0,
    },
  });
});
