import { nearest } from '../../base/nearest.ts';
import type { Step } from '../flow.ts';
import { FRAME_KEYS, FRAME_NAMES, type FrameName } from '../schema/frames.ts';
import { replaceFix } from '../schema/issues.ts';
import type { StepPlace } from '../steps.ts';
import type { Finding } from '../yaml/document.ts';
import { atKey, type CheckContext } from './context.ts';

const SUGAR_OF_EXPAND = ['failFast', 'maxFailures', 'maxParallel'] as const;

/** An explicit `frames` list: known names, each once, and none that the step also has as sugar. */
export function checkFrames(context: CheckContext): Finding[] {
  return context.scopes.flatMap(({ places }) =>
    places.flatMap((place) => [...checkList(context, place), ...checkElse(context, place)]),
  );
}

function checkList(context: CheckContext, { step, path }: StepPlace): Finding[] {
  const known = [...FRAME_NAMES, ...(context.options.knownFrames ?? [])];
  const seen = new Set<string>();
  return (step.frames ?? []).flatMap(({ frame }, i): Finding[] => {
    const at = [...path, 'frames', i, frame];
    if (!known.includes(frame)) {
      const close = nearest(frame, known) ?? sugarHome(frame);
      const hint =
        close === undefined
          ? `. There are ${known.map((one) => `\`${one}\``).join(', ')}`
          : `: did you mean \`${close}\`?`;
      const finding = atKey(context, at, { code: 'frame-unknown', message: `There is no frame \`${frame}\`${hint}` });
      return [close === undefined ? finding : { ...finding, fix: replaceFix(finding.span, close) }];
    }
    if (seen.has(frame)) {
      return [atKey(context, at, { code: 'frame-duplicate', message: `The frame \`${frame}\` is in this list twice` })];
    }
    seen.add(frame);
    return sugarOf(frame, step).map((key) => {
      const message = `\`${key}\` is given twice: in \`frames\` as \`${frame}\`, and here. Keep one of them`;
      return atKey(context, [...path, key], { code: 'frame-and-sugar', message });
    });
  });
}

const isBuiltIn = (frame: string): frame is FrameName => Object.hasOwn(FRAME_KEYS, frame);

function sugarOf(frame: string, step: Step): string[] {
  const keys: readonly (keyof Step)[] = isBuiltIn(frame) ? FRAME_KEYS[frame] : [];
  const more = frame === 'expand' ? SUGAR_OF_EXPAND : [];
  return [...keys, ...more].filter((key) => step[key] !== undefined);
}

/** The frame whose sugar a name is: `matrix` stands in `expand`. */
const sugarHome = (name: string): string | undefined =>
  FRAME_NAMES.find((frame) => (FRAME_KEYS[frame] as readonly string[]).includes(name));

function checkElse(context: CheckContext, { step, path }: StepPlace): Finding[] {
  if (step.else === undefined || step.if !== undefined || context.flow.defaults?.if !== undefined) return [];
  const inFrames = step.frames?.some((entry) => entry.frame === 'if') === true;
  const message = inFrames
    ? '`else` belongs to the `if` in `frames`: write `if: {if: .., else: ..}` there'
    : '`else` runs when `if` is false, and this step has no `if`';
  return [atKey(context, [...path, 'else'], { code: 'else-without-if', message })];
}
