import type { Json } from '../../../core/base/json.ts';
import { ok, problem, type Result } from '../../../core/base/result.ts';

/** One member of an object in a text: its value, and where the value stands (UTF-16 offsets, end not included). */
export interface Member {
  readonly key: string;
  readonly value: Json;
  readonly start: number;
  readonly end: number;
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
      const key = String(scalar());
      skip();
      if (text[at] !== ':') fail('`:` is expected here');
      at++;
      skip();
      const start = at;
      members.push({ key, value: value(), start, end: at });
      skip();
      hasTrailingComma = text[at] === ',';
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
export function setMember(text: string, key: string, value: Json): Result<string> {
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
  const line = `  ${JSON.stringify(key)}: ${written}${hasTrailingComma ? ',' : ''}`;
  return ok(`${before.trimEnd()}\n${line}\n${text.slice(close)}`);
}
