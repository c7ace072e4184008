import type { Json } from '../base/json.ts';
import { ok, problem, type Result } from '../base/result.ts';
import { utf8Length } from '../base/utf8.ts';
import type { Outputs } from './event.ts';

/** In bytes of UTF-8; JSON counts as it is written. */
export const OUTPUT_VALUE_LIMIT = 64 * 1024;
export const OUTPUTS_LIMIT = 1024 * 1024;

const ENTRY = /^([A-Za-z_][A-Za-z0-9_-]{0,99})(:=|<<|=)(.*)$/s;

/**
 * Reads what a step wrote into `$CHRONUM_OUTPUT`: lines `name=value`, `name:=json`, or `name<<END` with lines up to one that is
 * `END`. Blank lines do not count, lines may end in CR LF, and of two entries with a name the later one holds.
 * Codes: `output-syntax`, `output-too-large`.
 */
export function parseOutputFile(text: string): Result<Outputs> {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const outputs: Record<string, Json> = Object.create(null);
  const sizes = new Map<string, number>();
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    if (line.trim() === '') continue;
    const entry = ENTRY.exec(line);
    if (entry === null) return syntax(i, `"${excerpt(line)}" is not of the form name=value, name:=json or name<<END`);
    const [, name, operator, rest] = entry as unknown as [string, string, string, string];
    let source = rest;
    if (operator === '<<') {
      const end = rest === '' ? -1 : lines.indexOf(rest, i + 1);
      if (end < 0) return syntax(i, `the value of "${name}" has no closing line "${rest}"`);
      source = lines.slice(i + 1, end).join('\n');
      i = end;
    }
    const size = utf8Length(source);
    if (size > OUTPUT_VALUE_LIMIT) return tooLarge(`The output "${name}" has ${size} bytes; a value may have 64 KiB`);
    sizes.set(name, size);
    if (operator !== ':=') outputs[name] = source;
    else {
      const value = parseJson(source);
      if (value === undefined) return syntax(i, `the value of "${name}" is not valid JSON: ${excerpt(source)}`);
      outputs[name] = value;
    }
  }
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (total > OUTPUTS_LIMIT) return tooLarge(`The outputs have ${total} bytes together; a step may have 1 MiB`);
  return ok({ ...outputs });
}

/** The answer to outputs beyond the limits. */
export const tooLarge = (what: string): { ok: false; error: { code: string; message: string } } =>
  problem('output-too-large', `${what}. Write large results to a file and give its path.`);

const syntax = (index: number, what: string) =>
  problem('output-syntax', `Line ${index + 1} of $CHRONUM_OUTPUT: ${what}.`);

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const excerpt = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
