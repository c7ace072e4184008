import type { Json } from '../../../core/base/json.ts';
import { ok, problem, type Result } from '../../../core/base/result.ts';

/** One member of an object in a text: its value, and where the value stands (UTF-16 offsets, end not included). */
export interface Member {
  readonly key: string;
  readonly value: Json;
  /** Where its name stands. */
  readonly from: number;
  readonly start: number;
  readonly end: number;
  /** Offset of the comma that follows it. */
  readonly comma: number | null;
}

export interface ObjectText {
  readonly members: readonly Member[];
  /** Offset of the closing brace. */
  readonly close: number;
  /** Whether a comma follows the last member. */
  readonly hasTrailingComma: boolean;
}

/**
 * Reads an object in JSON with comments (`//` and block ones) and trailing commas, and says where its members stand, so that one can be
 * changed and all else stays as a person wrote it.
 */
export function readObject(text: string): Result<ObjectText> {
  let at = 0;
  const fail = (message: string): never => {
    throw new Malformed(message, at);
  };

  const skip = () => {
    for (;;) {
      while (/\s|\uFEFF/.test(text[at] ?? '')) at++;
      if (text.startsWith('//', at)) {
        const end = text.indexOf('\n', at);
        at = end < 0 ? text.length : end;
      } else if (text.startsWith('/*', at)) {
        const end = text.indexOf('*/', at + 2);
        if (end < 0) fail('this comment has no end');
        at = end + 2;
      } else return;
    }
  };

  const scalar = (): Json => {
    const found = /^(?:"(?:[^"\\\n]|\\.)*"|-?[\d.eE+-]+|true|false|null)/.exec(text.slice(at))?.[0];
    if (found === undefined) return fail('a value is expected here');
    try {
      const value = JSON.parse(found) as Json;
      at += found.length;
      return value;
    } catch {
      return fail(`\`${found}\` is not a value`);
    }
  };

  const list = (): Json[] => {
    const items: Json[] = [];
    for (at++, skip(); text[at] !== ']'; skip()) {
      items.push(value());
      skip();
      if (text[at] === ',') at++;
      else if (text[at] !== ']') fail('`,` or `]` is expected here');
    }
    at++;
    return items;
  };

  const object = (): ObjectText => {
    const members: Member[] = [];
    let hasTrailingComma = false;
    for (at++, skip(); text[at] !== '}'; skip()) {
      if (text[at] !== '"') fail('a name in double quotes is expected here');
      const from = at;
      const key = String(scalar());
      skip();
      if (text[at] !== ':') fail('`:` is expected here');
      at++;
      skip();
      const start = at;
      const member = { key, value: value(), from, start, end: at };
      skip();
      hasTrailingComma = text[at] === ',';
      members.push({ ...member, comma: hasTrailingComma ? at : null });
      if (hasTrailingComma) at++;
      else if (text[at] !== '}') fail('`,` or `}` is expected here');
    }
    return { members, close: at++, hasTrailingComma };
  };

  const value = (): Json => {
    if (text[at] === '{') return Object.fromEntries(object().members.map(({ key, value }) => [key, value]));
    return text[at] === '[' ? list() : scalar();
  };

  try {
    skip();
    if (text[at] !== '{') fail('`{` is expected here');
    const read = object();
    skip();
    if (at < text.length) fail('nothing may follow the closing `}`');
    return ok(read);
  } catch (error) {
    if (error instanceof Malformed) return problem('settings-malformed', error.message, error.offset);
    throw error;
  }
}

class Malformed extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** The text with one member set; all else, comments included, stays byte for byte. The last of several members of a name counts. */
export function setMember(text: string, key: string, value: Json, indent = INDENT): Result<string> {
  const read = readObject(text);
  if (!read.ok) return read;
  const { members, close, hasTrailingComma } = read.value;
  const written = JSON.stringify(value);
  const member = members.findLast((candidate) => candidate.key === key);
  if (member) return ok(text.slice(0, member.start) + written + text.slice(member.end));
  const last = members.at(-1);
  // What stands behind the last member (a comment about it) stays behind it.
  const comma = last && !hasTrailingComma ? last.end : undefined;
  const before = comma === undefined ? text.slice(0, close) : `${text.slice(0, comma)},${text.slice(comma, close)}`;
  const line = `${indent}${JSON.stringify(key)}: ${written}${hasTrailingComma ? ',' : ''}`;
  return ok(`${before.trimEnd()}\n${line}\n${indent.slice(INDENT.length)}${text.slice(close)}`);
}

const INDENT = '  ';

/** The text with members of an object inside of it set, or taken away where the value is null. */
export function setNested(text: string, key: string, values: Readonly<Record<string, Json>>): Result<string> {
  const read = readObject(text);
  if (!read.ok) return read;
  const member = read.value.members.findLast((candidate) => candidate.key === key);
  const isObject = member !== undefined && text[member.start] === '{';
  let inner = isObject ? text.slice(member.start, member.end) : '{\n  }';
  for (const [name, value] of Object.entries(values)) {
    const changed = value === null ? removeMember(inner, name) : setMember(inner, name, value, INDENT + INDENT);
    if (!changed.ok) return changed;
    inner = changed.value;
  }
  if (member !== undefined) return ok(text.slice(0, member.start) + inner + text.slice(member.end));
  const added = setMember(text, key, {});
  if (!added.ok) return added;
  const place = readObject(added.value);
  const last = place.ok ? place.value.members.at(-1) : undefined;
  if (last === undefined) return added;
  return ok(added.value.slice(0, last.start) + inner + added.value.slice(last.end));
}

/** The text without a member. Comments stay, also those about it: a person wrote them. */
export function removeMember(text: string, key: string): Result<string> {
  const read = readObject(text);
  if (!read.ok) return read;
  const { members } = read.value;
  const index = members.findLastIndex((candidate) => candidate.key === key);
  const member = members[index];
  if (member === undefined) return ok(text);
  const previous = members[index - 1];
  let end = member.comma === null ? member.end : member.comma + 1;
  let start = member.from;
  // A line that it had for itself goes with it.
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  if (lineEnd >= 0 && text.slice(lineStart, start).trim() === '' && text.slice(end, lineEnd).trim() === '') {
    start = lineStart;
    end = lineEnd + 1;
  }
  const before = text.slice(0, start);
  const isLast = member.comma === null && previous !== undefined && previous.comma !== null;
  const kept = isLast ? before.slice(0, previous.comma) + before.slice(previous.comma + 1) : before;
  return removeMember(kept + text.slice(end), key);
}
