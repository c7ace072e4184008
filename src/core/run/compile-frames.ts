import { isJsonObject, type Json } from '../base/json.ts';
import { hasTemplate } from '../expression/scan.ts';
import type { Alternative, Flow, FrameEntry, Needs, RetrySpec, Step } from '../flow/flow.ts';
import { parseNeeds } from '../graph/parse-needs.ts';

/** A frame of a step before it is laid out as a node. */
export interface FrameLayer {
  readonly frame: string;
  readonly config: Json;
  readonly templated: boolean;
  readonly alternatives: readonly Alternative[];
}

/** Outermost first: the order in which sugar nests. */
const USUAL_ORDER = [
  'dependency',
  'expand',
  'if',
  'threshold',
  'breakpoint',
  'delay',
  'fallback',
  'repeat',
  'retry',
  'timeout',
] as const;
const PLACED_OUTSIDE: ReadonlySet<string> = new Set(USUAL_ORDER.slice(0, 6));

/**
 * The frames of a step, outermost first. Sugar stands in the usual order; an explicit `frames` list keeps its own order, with sugar
 * that it does not name around it (dependency to delay) or inside it (fallback to timeout). `written` is the step without
 * `defaults`: with an explicit list only what the step itself says counts.
 */
export function layersOf(written: Step, merged: Step, flow: Flow): FrameLayer[] {
  if (written.frames === undefined) return arrange(sugarOf(merged, flow.defaultRetry), merged);
  const explicit = written.frames.filter(isWanted).map((entry) => explicitLayer(entry.frame, entry.config));
  const named = new Set(explicit.map((entry) => entry.frame));
  const sugar = arrange(sugarOf(written, undefined), written).filter((entry) => !named.has(entry.frame));
  return [
    ...sugar.filter((entry) => PLACED_OUTSIDE.has(entry.frame)),
    ...explicit,
    ...sugar.filter((entry) => !PLACED_OUTSIDE.has(entry.frame)),
  ];
}

/** `breakpoint: false` stands in a list as it does as a key: there is none. */
const isWanted = (entry: FrameEntry): boolean => entry.frame !== 'breakpoint' || entry.config !== false;

function explicitLayer(frame: string, config: Json): FrameLayer {
  switch (frame) {
    case 'dependency':
      return layer(frame, dependencyConfig(asNeeds(config)));
    case 'if':
      return layer(frame, isJsonObject(config) ? { if: config.if ?? true } : { if: config }, elseOf(config));
    case 'fallback':
      return layer(frame, {}, asAlternatives(config));
    default:
      return layer(frame, config);
  }
}

const asNeeds = (config: Json): Needs =>
  isJsonObject(config)
    ? (config as unknown as Needs)
    : Array.isArray(config)
      ? { kind: 'all', entries: config.map((atom) => ({ kind: 'step', atom: String(atom) })) }
      : { kind: 'expression', text: String(config) };

export const asAlternatives = (config: Json): Alternative[] =>
  Array.isArray(config)
    ? config.flatMap(asAlternatives)
    : typeof config === 'string'
      ? [{ kind: 'step', id: config }]
      : [config as unknown as Alternative];

export const elseOf = (config: Json): Alternative[] =>
  isJsonObject(config) && config.else !== undefined ? asAlternatives(config.else) : [];

function sugarOf(step: Step, defaultRetry: RetrySpec | undefined): FrameLayer[] {
  const layers: FrameLayer[] = [];
  if (step.needs !== undefined) layers.push(layer('dependency', dependencyConfig(step.needs)));
  if (step.matrix !== undefined || step.forEach !== undefined) {
    const { matrix, forEach, failFast, maxFailures, maxParallel } = step;
    layers.push(layer('expand', present({ matrix, forEach, failFast, maxFailures, maxParallel })));
  }
  if (step.if !== undefined) {
    layers.push(layer('if', { if: step.if }, step.else === undefined ? [] : [step.else]));
  }
  if (step.threshold !== undefined) layers.push(layer('threshold', present(step.threshold)));
  if (step.breakpoint === true) layers.push(layer('breakpoint', {}));
  if (step.delay !== undefined) layers.push(layer('delay', present(step.delay)));
  if (step.fallback !== undefined && step.fallback.length > 0) layers.push(layer('fallback', {}, step.fallback));
  if (step.repeat !== undefined) layers.push(layer('repeat', present(step.repeat)));
  const retry = step.retry ?? defaultRetry;
  if (retry !== undefined && retry.limit !== 0) layers.push(layer('retry', present(retry)));
  if (step.timeout !== undefined) layers.push(layer('timeout', step.timeout));
  return layers;
}

/** The usual order, but for an `if` that reads neither `matrix` nor `item`: it is asked once, before expanding. */
function arrange(layers: FrameLayer[], step: Step): FrameLayer[] {
  const rank = (entry: FrameLayer) => USUAL_ORDER.indexOf(entry.frame as (typeof USUAL_ORDER)[number]);
  const sorted = [...layers].sort((a, b) => rank(a) - rank(b));
  const expand = sorted.findIndex((entry) => entry.frame === 'expand');
  const condition = sorted.findIndex((entry) => entry.frame === 'if');
  const perInstance = typeof step.if === 'string' && /\b(matrix|item|index)\b/.test(step.if);
  const perItem =
    typeof step.if === 'string' && step.forEach !== undefined && new RegExp(`\\b${step.forEach.as}\\b`).test(step.if);
  if (expand < 0 || condition < 0 || perInstance || perItem) return sorted;
  const [moved] = sorted.splice(condition, 1);
  sorted.splice(expand, 0, moved!);
  return sorted;
}

function dependencyConfig(needs: Needs): Json {
  const parsed = parseNeeds(needs);
  return (parsed.ok ? parsed.value : { needs: { op: 'all', of: [] }, flows: [] }) as unknown as Json;
}

const layer = (frame: string, config: Json, alternatives: readonly Alternative[] = []): FrameLayer => ({
  frame,
  config,
  templated: holdsTemplate(config),
  alternatives,
});

const present = (spec: object): Json =>
  Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined)) as Json;

const holdsTemplate = (value: Json): boolean =>
  typeof value === 'string'
    ? hasTemplate(value)
    : Array.isArray(value)
      ? value.some(holdsTemplate)
      : typeof value === 'object' && value !== null
        ? Object.values(value).some(holdsTemplate)
        : false;
