import { isJsonObject, type Json } from '../../../core/base/json.ts';
import type { NeedSuffix, NeedsExpression } from '../../../core/graph/needs.ts';
import type { BodyNode, DependencyConfig, FrameNode, Plan, PlanHandlers, PlanStep } from '../../../core/run/plan.ts';

/** What the canvas draws of a plan. Ids are those of the plan's steps (`test/lint`), without instances. */
export interface GraphModel {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly byId: ReadonlyMap<string, GraphNode>;
  /** Changes exactly when what is laid out changes. */
  readonly shape: string;
}

export type Lane = 'flow' | keyof PlanHandlers;

export interface GraphNode {
  readonly id: string;
  readonly name: string;
  readonly lane: Lane;
  /** The group it stands in. */
  readonly parent: string | undefined;
  readonly isGroup: boolean;
  readonly executor: string;
  /** One line of what it runs. */
  readonly line: string;
  /** `3 × 4` for a matrix, `each` for forEach. */
  readonly stack: string | undefined;
  readonly retries: Json | undefined;
  readonly timeout: Json | undefined;
  readonly hasCondition: boolean;
  readonly hasBreakpoint: boolean;
  readonly disabled: boolean;
  /** Runs only as fallback or else of another step. */
  readonly auxiliary: boolean;
  /** How its needs are joined, where that is not simply all of them. */
  readonly joint: Joint | undefined;
  readonly plan: PlanStep;
}

/** `mixed` is an expression of several operators. */
export interface Joint {
  readonly op: 'any' | 'atLeast' | 'mixed';
  /** How many of them it takes, for `atLeast`. */
  readonly count: number;
  readonly of: number;
}

export interface GraphEdge {
  readonly id: string;
  /** A need, or a step that stands in: `fallback` when all attempts failed, `else` when the condition does not hold. */
  readonly kind: 'need' | 'fallback' | 'else';
  readonly source: string;
  readonly target: string;
  /** What is asked of the source's end; `succeeded` is the usual and goes without saying. */
  readonly asks: NeedSuffix;
  /** Not needed by itself: one of several alternatives. */
  readonly optional: boolean;
}

const HANDLER_LANES = ['onSuccess', 'onFailure', 'onCancel', 'always'] as const;

/** A step that another one names to stand in for it; both by full id. */
export interface StandIn {
  readonly kind: 'fallback' | 'else';
  readonly step: string;
  readonly by: string;
}

/** The plan alone does not say which steps its stand-ins are. */
export function graphOfPlan(plan: Plan, standIns: readonly StandIn[] = []): GraphModel {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  addSteps(plan.steps, { lane: 'flow', parent: undefined }, nodes, edges);
  for (const lane of HANDLER_LANES) addSteps(plan.handlers[lane], { lane, parent: undefined }, nodes, edges);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const { kind, step, by } of standIns) {
    if (!byId.has(step) || !byId.has(by)) continue;
    edges.push({ id: `${step}→${by}:${kind}`, kind, source: step, target: by, asks: 'failed', optional: true });
  }
  const shape = JSON.stringify([
    nodes.map((node) => [node.id, node.lane, node.parent ?? '', node.isGroup ? 1 : 0]),
    edges.map((edge) => [edge.source, edge.target]),
  ]);
  return { nodes, edges, byId, shape };
}

interface Place {
  readonly lane: Lane;
  readonly parent: string | undefined;
}

function addSteps(steps: readonly PlanStep[], place: Place, nodes: GraphNode[], edges: GraphEdge[]): void {
  const prefix = place.parent === undefined ? '' : `${place.parent}/`;
  const siblings = new Set(steps.map((step) => step.id));
  for (const step of steps) {
    const node = nodeOfStep(step, `${prefix}${step.id}`, place);
    nodes.push(node);
    for (const { step: needed, asks, optional } of needsOf(step)) {
      if (!siblings.has(needed)) continue;
      const source = `${prefix}${needed}`;
      edges.push({ id: `${source}→${node.id}:${asks}`, kind: 'need', source, target: node.id, asks, optional });
    }
    const inner = bodyOf(step)?.steps;
    if (inner !== undefined) addSteps(inner, { lane: place.lane, parent: node.id }, nodes, edges);
  }
}

function nodeOfStep(step: PlanStep, id: string, place: Place): GraphNode {
  const body = bodyOf(step);
  const frames = framesOf(step);
  return {
    id,
    name: step.name,
    ...place,
    isGroup: body?.steps !== undefined,
    executor: body?.executor ?? 'shell',
    line: lineOf(body),
    stack: stackOf(frames.get('expand')),
    retries: limitOf(frames.get('retry')),
    timeout: frames.get('timeout')?.config,
    hasCondition: frames.has('if'),
    hasBreakpoint: frames.has('breakpoint'),
    disabled: step.disabled,
    auxiliary: step.auxiliary,
    joint: jointOf(step),
    plan: step,
  };
}

/** The body that a step runs when nothing goes wrong. */
export const bodyOf = (step: PlanStep): BodyNode | undefined =>
  step.nodes.find((node): node is BodyNode => node.kind === 'body' && node.branch === 'body');

/** The frames around that body by name, those of fallbacks and `else` left out. */
export function framesOf(step: PlanStep): ReadonlyMap<string, FrameNode> {
  const frames = new Map<string, FrameNode>();
  let node = step.nodes[0];
  while (node?.kind === 'frame') {
    frames.set(node.frame, node);
    node = step.nodes[node.child];
  }
  return frames;
}

/** The first line that says something: comments and shell options are passed over when there is anything else. */
function lineOf(body: BodyNode | undefined): string {
  if (body === undefined) return '';
  if (body.steps !== undefined) return `${body.steps.length} steps`;
  if (body.run !== undefined) {
    const lines = body.run.split('\n').map((line) => line.trim());
    return lines.find((line) => line !== '' && !/^(#|set -)/.test(line)) ?? lines.find((line) => line !== '') ?? '';
  }
  const options = body.with ?? {};
  for (const key of ['url', 'image', 'flow', 'message', 'command']) {
    const value = options[key];
    if (typeof value === 'string') return typeof options.method === 'string' ? `${options.method} ${value}` : value;
  }
  return '';
}

function stackOf(expand: FrameNode | undefined): string | undefined {
  if (expand === undefined || !isJsonObject(expand.config)) return undefined;
  const { matrix, forEach } = expand.config;
  if (isJsonObject(matrix ?? null)) {
    const axes = isJsonObject((matrix as { axes?: Json }).axes ?? null) ? (matrix as { axes: Json }).axes : {};
    const sizes = Object.values(axes as object).map((axis) => (Array.isArray(axis) ? String(axis.length) : '?'));
    if (sizes.length === 0) return 'matrix';
    return sizes.length === 1 ? `× ${sizes[0]}` : sizes.join(' × ');
  }
  if (isJsonObject(forEach ?? null)) {
    const items = (forEach as { in?: Json }).in;
    return Array.isArray(items) ? `× ${items.length}` : 'each';
  }
  return 'each';
}

const limitOf = (retry: FrameNode | undefined): Json | undefined =>
  retry === undefined ? undefined : isJsonObject(retry.config) ? retry.config.limit : retry.config;

interface Need {
  readonly step: string;
  readonly asks: NeedSuffix;
  readonly optional: boolean;
}

export function needsOf(step: PlanStep): Need[] {
  const needs = needsExpressionOf(step);
  const found = new Map<string, Need>();
  if (needs !== undefined) collect(needs, false, found);
  return [...found.values()];
}

function needsExpressionOf(step: PlanStep): NeedsExpression | undefined {
  const node = step.nodes.find((candidate) => candidate.kind === 'frame' && candidate.frame === 'dependency');
  return node?.kind === 'frame' ? (node.config as unknown as DependencyConfig).needs : undefined;
}

function jointOf(step: PlanStep): Joint | undefined {
  const needs = needsExpressionOf(step);
  if (needs === undefined || needs.op === 'atom') return undefined;
  const parts = needs.op === 'not' ? [needs.of] : needs.of;
  const isFlat = needs.op !== 'not' && parts.every((part) => part.op === 'atom');
  if (needs.op === 'all' && isFlat) return undefined;
  if (!isFlat || needs.op === 'all') return { op: 'mixed', count: 0, of: parts.length };
  return { op: needs.op, count: needs.op === 'atLeast' ? needs.count : 1, of: parts.length };
}

function collect(needs: NeedsExpression, optional: boolean, found: Map<string, Need>): void {
  switch (needs.op) {
    case 'atom': {
      const key = `${needs.step}:${needs.is}`;
      found.set(key, { step: needs.step, asks: needs.is, optional: optional && (found.get(key)?.optional ?? true) });
      return;
    }
    case 'not':
      collect(needs.of, true, found);
      return;
    case 'all':
      for (const part of needs.of) collect(part, optional, found);
      return;
    default:
      for (const part of needs.of) collect(part, optional || needs.of.length > 1, found);
  }
}
