import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { ScriptPlaces } from '../core/flow/script/places.ts';
import { asJson } from './as-json.ts';
import { filesOf } from './loader.ts';
import type { Evaluated, Failure } from './protocol.ts';
import { scriptPlaces } from './script-places.ts';
import { stripTypes } from './strip-types.ts';

/** The default export of a script, as JSON. Throws an ScriptFailure. */
export async function evaluate(path: string): Promise<Evaluated> {
  const url = pathToFileURL(path).href;
  const text = readFileSync(path, 'utf8');
  const places = placesIn(text);
  let module: { default?: unknown };
  try {
    module = (await import(url)) as { default?: unknown };
  } catch (error) {
    throw new ScriptFailure(whereIn(error, path, url));
  }
  if (module.default === undefined) {
    throw new ScriptFailure({ message: 'it has no default export: write `export default defineFlow({ .. })`' });
  }
  try {
    return { value: asJson(await module.default), places, files: filesOf(url) };
  } catch (error) {
    const { line, column } = places[''] ?? {};
    throw new ScriptFailure({
      message: messageOf(error),
      ...(line === undefined ? {} : { line, column: column ?? 1 }),
    });
  }
}

export class ScriptFailure extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

function placesIn(text: string): ScriptPlaces {
  let plain: string;
  try {
    plain = stripTypes(text);
  } catch (error) {
    const { startLine, startColumn } = error as { startLine?: number; startColumn?: number };
    const at = startLine === undefined ? {} : { line: startLine, column: (startColumn ?? 0) + 1 };
    throw new ScriptFailure({ message: firstLine(messageOf(error)), ...at });
  }
  try {
    return scriptPlaces(plain);
  } catch (error) {
    const { loc } = error as { loc?: { line: number; column: number } };
    const at = loc === undefined ? {} : { line: loc.line, column: loc.column + 1 };
    throw new ScriptFailure({ message: messageOf(error).replace(/ \(\d+:\d+\)$/, ''), ...at });
  }
}

/** The first place of the error's stack that is in the script itself. */
function whereIn(error: unknown, path: string, url: string): Failure {
  const message = messageOf(error);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const line of stack.split('\n')) {
    const at = /^(?:.*[( ])?((?:file:|\/|[A-Za-z]:).*?):(\d+)(?::(\d+))?\)?$/.exec(line.trim());
    if (at !== null && (at[1] === url || at[1] === path)) {
      return { message, line: Number(at[2]), column: Number(at[3] ?? 1) };
    }
  }
  return { message };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const firstLine = (text: string): string => text.trim().split('\n')[0] ?? text;
