import type { Json } from '../../base/json.ts';
import { lift } from '../convert.ts';
import type { Value } from '../value.ts';
import { badArgument, type Call } from './call.ts';
import { shown } from './conversions.ts';

export function parseJsonText(call: Call, text: string): Value {
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch (thrown) {
    // The host says what is wrong at which position, and quotes the text at length.
    const reason =
      thrown instanceof SyntaxError ? thrown.message.replace(/, ".*$/s, '').replace(/ \(line .*$/s, '') : '';
    return badArgument(call, 0, `${shown(text)} is no JSON: ${reason}`);
  }
  return lift(call.run, json, call.at);
}
