import type { Alternative, Env, Flow, SecretRef, Step, StepRules } from '../flow/flow.ts';
import type { NeedsExpression } from '../graph/needs.ts';
import { type FrameLayer, layersOf } from './compile-frames.ts';
import type { BodyNode, DependencyConfig, PlanNode, PlanStep } from './plan.ts';

/** What a step takes over from the flow and the groups around it. */
export interface Inherited {
  readonly flow: Flow;
  readonly auxiliary: ReadonlySet<string>;
  readonly auxiliaryById: ReadonlyMap<string, Step>;
  readonly nextOrder: () => number;
  readonly lines: Readonly<Record<string, number>>;
  readonly holdsSlot: (executor: string) => boolean;
  readonly env: Env;
  readonly secrets: readonly SecretRef[];
  readonly workingDir?: string;
  readonly shell?: string;
}

type BodySource = Pick<
  Step,
  'executor' | 'run' | 'with' | 'steps' | 'env' | 'secrets' | 'workingDir' | 'shell' | 'tty' | 'gracePeriod'
>;

const DEFAULT_GRACE_MS = 5_000;

export function compileStep(written: Step, inherited: Inherited): PlanStep {
  const order = inherited.nextOrder();
  const step = withDefaults(written, inherited.flow);
  const nodes: PlanNode[] = [];
  const builder = new NodeBuilder(nodes, inherited);
  const layers = layersOf(written, step, inherited.flow);
  builder.add(layers, step, 'body');
  const needs = dependencyOf(nodes);
  return {
    id: written.id,
    name: written.name ?? written.id,
    nodes,
    continueOnError: step.continueOnError ?? false,
    onLost: step.onLost ?? 'rerun',
    outputs: step.outputs ?? {},
    ...(step.concurrency === undefined
      ? {}
      : { concurrency: { group: step.concurrency.group, limit: step.concurrency.limit ?? 1 } }),
    disabled: step.disabled ?? false,
    auxiliary: inherited.auxiliary.has(written.id),
    order,
    after: needs === undefined ? [] : [...new Set(atomsOf(needs))],
    anyEndDecides: needs !== undefined && !(needs.op === 'all' && needs.of.every((entry) => entry.op === 'atom')),
    ...(inherited.lines[written.id] === undefined ? {} : { line: inherited.lines[written.id]! }),
  };
}

/** `defaults` merged under the step; maps of variables are merged by key. */
function withDefaults(step: Step, flow: Flow): Step {
  const defaults: StepRules = flow.defaults ?? {};
  const isGroup = step.steps !== undefined;
  const { executor, ...rules } = defaults;
  const env = { ...defaults.env, ...step.env };
  const secrets = [...(defaults.secrets ?? []), ...(step.secrets ?? [])];
  return {
    ...rules,
    ...(isGroup || executor === undefined ? {} : { executor }),
    ...step,
    ...(Object.keys(env).length > 0 ? { env } : {}),
    ...(secrets.length > 0 ? { secrets } : {}),
  };
}

/** Lays frames and bodies out as a tree in preorder. */
class NodeBuilder {
  private readonly nodes: PlanNode[];
  private readonly inherited: Inherited;
  private fallbacks = 0;
  private readonly entered = new Set<string>();

  constructor(nodes: PlanNode[], inherited: Inherited) {
    this.nodes = nodes;
    this.inherited = inherited;
  }

  add(layers: readonly FrameLayer[], body: BodySource, branch: string): number {
    const index = this.nodes.length;
    const [layer, ...inner] = layers;
    if (layer === undefined) {
      this.nodes.push(bodyNode(body, branch, this.inherited));
      return index;
    }
    this.nodes.push({
      kind: 'frame',
      frame: layer.frame,
      config: layer.config,
      templated: false,
      child: 0,
      alternatives: [],
    });
    const child = this.add(inner, body, branch);
    const alternatives = layer.alternatives.map((alternative) => this.alternative(layer.frame, alternative, body));
    const templated = layer.templated;
    this.nodes[index] = { kind: 'frame', frame: layer.frame, config: layer.config, templated, child, alternatives };
    return index;
  }

  /** A body in place, or the step it names with its own rules (its needs aside: it runs because it was asked for). */
  private alternative(frame: string, alternative: Alternative, original: BodySource): number {
    const branch = frame === 'if' ? 'else' : `fallback/${this.fallbacks++}`;
    const flow = this.inherited.flow;
    if (alternative.kind === 'step') {
      const named = this.inherited.auxiliaryById.get(alternative.id);
      if (named === undefined || this.entered.has(alternative.id)) {
        return this.add([], { executor: 'noop' }, branch);
      }
      this.entered.add(alternative.id);
      const step = withDefaults(named, flow);
      const layers = layersOf(named, step, flow).filter(
        (layer) => layer.frame !== 'dependency' && layer.frame !== 'expand',
      );
      const index = this.add(layers, step, branch);
      this.entered.delete(alternative.id);
      return index;
    }
    const asStep: Step = { id: 'alternative', ...alternative };
    const body = withDefaults({ ...asStep, env: { ...original.env, ...alternative.env } }, flow);
    const layers = layersOf(asStep, body, flow).filter((layer) => layer.frame === 'retry' || layer.frame === 'timeout');
    return this.add(layers, body, branch);
  }
}

function bodyNode(source: BodySource, branch: string, inherited: Inherited): BodyNode {
  const executor = source.steps === undefined ? (source.executor ?? 'shell') : 'group';
  const env = { ...inherited.env, ...source.env };
  const secrets = [...inherited.secrets, ...(source.secrets ?? [])];
  const workingDir = source.workingDir ?? inherited.workingDir;
  const shell = source.shell ?? inherited.shell;
  const inner: Inherited = {
    ...inherited,
    env,
    secrets,
    ...(workingDir === undefined ? {} : { workingDir }),
    ...(shell === undefined ? {} : { shell }),
  };
  return {
    kind: 'body',
    branch,
    executor,
    ...(source.run === undefined ? {} : { run: source.run }),
    ...(source.with === undefined ? {} : { with: source.with }),
    env,
    secrets,
    ...(workingDir === undefined ? {} : { workingDir }),
    ...(shell === undefined ? {} : { shell }),
    tty: source.tty ?? false,
    gracePeriod: source.gracePeriod ?? DEFAULT_GRACE_MS,
    holdsSlot: executor !== 'group' && inherited.holdsSlot(executor),
    ...(source.steps === undefined ? {} : { steps: source.steps.map((step) => compileStep(step, inner)) }),
  };
}

/** The needs of a compiled step: what its dependency frame says. */
function dependencyOf(nodes: readonly PlanNode[]): NeedsExpression | undefined {
  const node = nodes.find((candidate) => candidate.kind === 'frame' && candidate.frame === 'dependency');
  return node?.kind === 'frame' ? (node.config as unknown as DependencyConfig).needs : undefined;
}

function atomsOf(needs: NeedsExpression): string[] {
  switch (needs.op) {
    case 'atom':
      return [needs.step];
    case 'not':
      return atomsOf(needs.of);
    default:
      return needs.of.flatMap(atomsOf);
  }
}
