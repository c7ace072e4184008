import { formatDuration } from '../../../core/base/duration.ts';
import { isJsonObject, type Json } from '../../../core/base/json.ts';
import type { NeedSuffix, NeedsExpression } from '../../../core/graph/needs.ts';
import type { DependencyConfig, FrameNode } from '../../../core/run/plan.ts';
import { valueText } from './value-text.ts';

/** The rules of a step in words, in the order in which they nest. Needs are shown apart. */
export function rulesOf(frames: ReadonlyMap<string, FrameNode>): readonly (readonly [string, string])[] {
  return [...frames.values()].flatMap((frame): (readonly [string, string])[] => {
    switch (frame.frame) {
      case 'dependency':
        return [];
      case 'retry':
        return [['Retry', retryText(frame.config)]];
      case 'timeout':
        return [['Timeout', timeText(frame.config)]];
      case 'delay':
        return [['Delay', isJsonObject(frame.config) ? timeText(frame.config.for ?? 0) : timeText(frame.config)]];
      case 'if':
        return [['Only if', isJsonObject(frame.config) ? valueText(frame.config.if ?? true) : valueText(frame.config)]];
      case 'expand':
        return [['For each', expandText(frame.config)]];
      case 'fallback':
        return [['Fallback', frame.alternatives.length === 1 ? 'one' : String(frame.alternatives.length)]];
      case 'breakpoint':
        return [['Breakpoint', 'halts before it starts']];
      default:
        return [[frame.frame, valueText(frame.config)]];
    }
  });
}

const timeText = (value: Json): string => (typeof value === 'number' ? formatDuration(value) : valueText(value));

function retryText(config: Json): string {
  if (!isJsonObject(config)) return `up to ${valueText(config)}`;
  const { limit, delay, backoff, maxDelay } = config;
  const parts = [
    `up to ${limit === undefined ? '?' : valueText(limit)}`,
    delay === undefined ? undefined : `after ${timeText(delay)}`,
    backoff === undefined ? undefined : valueText(backoff),
    maxDelay === undefined ? undefined : `at most ${timeText(maxDelay)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function expandText(config: Json): string {
  if (!isJsonObject(config)) return '';
  const { matrix, forEach } = config;
  if (matrix !== undefined && isJsonObject(matrix)) {
    const axes = isJsonObject(matrix.axes ?? null) ? (matrix.axes as Readonly<Record<string, Json>>) : {};
    return Object.entries(axes)
      .map(
        ([axis, values]) => `${axis}: ${Array.isArray(values) ? values.map(valueText).join(', ') : valueText(values)}`,
      )
      .join('; ');
  }
  if (forEach !== undefined && isJsonObject(forEach)) return valueText(forEach.in ?? '');
  return '';
}

/** `test && (db || sysupdate)`, as it would be written; undefined for a plain list, which is shown as one. */
export function needsText(frame: FrameNode | undefined): string | undefined {
  if (frame === undefined) return undefined;
  const { needs } = frame.config as unknown as DependencyConfig;
  const isPlain = needs.op === 'atom' || (needs.op === 'all' && needs.of.every((part) => part.op === 'atom'));
  return isPlain ? undefined : written(needs, false);
}

function written(needs: NeedsExpression, isInner: boolean): string {
  const group = (text: string) => (isInner ? `(${text})` : text);
  switch (needs.op) {
    case 'atom':
      return `${needs.step}${suffix(needs.is)}`;
    case 'not':
      return `!${written(needs.of, true)}`;
    case 'all':
      return group(needs.of.map((part) => written(part, true)).join(' && '));
    case 'any':
      return group(needs.of.map((part) => written(part, true)).join(' || '));
    case 'atLeast':
      return `atLeast(${[needs.count, ...needs.of.map((part) => written(part, false))].join(', ')})`;
  }
}

export const suffix = (is: NeedSuffix): string => (is === 'succeeded' ? '' : `.${is}`);
