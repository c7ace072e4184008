import { isJsonObject, type Json, type JsonObject } from '../../../../../core/base/json.ts';
import type { FlowEdit } from '../../../../../core/flow/edit/model.ts';
import { FRAME_KEYS, FRAME_NAMES, type FrameName } from '../../../../../core/flow/schema/frames.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';

const WITH_EXPAND = ['failFast', 'maxFailures', 'maxParallel'] as const;

/** The rules that a step has as keys, in the order in which they nest. */
export const rulesOfStep = (step: JsonObject): readonly FrameName[] =>
  FRAME_NAMES.filter((frame) => FRAME_KEYS[frame].some((key) => step[key] !== undefined && step[key] !== false));

/** Writes the rules of a step as a list, in the order that they have now: from there it can be changed. */
export function toFrames(step: JsonObject, path: Path): readonly FlowEdit[] {
  const frames = rulesOfStep(step).map((frame): JsonObject => ({ [frame]: configOf(frame, step) }));
  const moved = new Set<string>(
    frames.flatMap((entry) => Object.keys(entry)).flatMap((frame) => keysOfFrame(frame as FrameName)),
  );
  const removals = Object.keys(step)
    .filter((key) => moved.has(key))
    .map((key): FlowEdit => ({ op: 'remove', path: [...path, key] }));
  return [...removals, { op: 'set', path: [...path, 'frames'], value: frames }];
}

const keysOfFrame = (frame: FrameName): readonly string[] => [
  ...FRAME_KEYS[frame],
  ...(frame === 'expand' ? WITH_EXPAND : []),
  ...(frame === 'if' ? ['else'] : []),
];

function configOf(frame: FrameName, step: JsonObject): Json {
  if (frame === 'expand') return given(step, keysOfFrame('expand'));
  if (frame === 'if' && step.else !== undefined) return given(step, ['if', 'else']);
  return step[FRAME_KEYS[frame][0]] ?? null;
}

const given = (step: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(keys.flatMap((key) => (step[key] === undefined ? [] : [[key, step[key]]])));

/** The frame of an entry of the list; undefined for what is none. */
export function frameOf(entry: Json): string | undefined {
  if (!isJsonObject(entry)) return undefined;
  const names = Object.keys(entry);
  return names.length === 1 ? names[0] : undefined;
}
