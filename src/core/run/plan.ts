import type { Milliseconds } from '../base/duration.ts';
import type { Json } from '../base/json.ts';
import type {
  Env,
  FlowNeed,
  HookSpec,
  OnLost,
  OutputSpec,
  RunConcurrency,
  SecretRef,
  StopOnFail,
  Templated,
} from '../flow/flow.ts';
import type { NeedsExpression } from '../graph/needs.ts';

/**
 * A flow compiled for execution: defaults applied, sugar turned into frames in their order, every reference resolved.
 * Stored in `run.created`, so that a later edit of the file changes no history. JSON only.
 */
export interface Plan {
  readonly version: 1;
  readonly name: string;
  readonly maxParallel: Templated<number | 'auto'>;
  readonly stopOnFail: Templated<StopOnFail>;
  readonly timeout?: Templated<Milliseconds>;
  readonly concurrency?: RunConcurrency;
  /** Absent: the setting decides. */
  readonly onInterrupted?: 'resume' | 'fail';
  readonly env: Env;
  readonly envFile: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly secrets: readonly SecretRef[];
  /** Absent when the flow declares none. */
  readonly hooks?: readonly HookSpec[];
  /** In file order: ready steps start in this order. */
  readonly steps: readonly PlanStep[];
  readonly handlers: PlanHandlers;
}

export interface PlanHandlers {
  readonly onSuccess: readonly PlanStep[];
  readonly onFailure: readonly PlanStep[];
  readonly onCancel: readonly PlanStep[];
  readonly always: readonly PlanStep[];
}

export interface PlanStep {
  /** Unique among its siblings; inside a group without the group's prefix. */
  readonly id: string;
  readonly name: string;
  /** Frames and bodies as a tree in preorder: `nodes[0]` is the outermost. */
  readonly nodes: readonly PlanNode[];
  readonly continueOnError: Templated<boolean>;
  readonly onLost: OnLost;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
  readonly concurrency?: { readonly group: string; readonly limit: Templated<number> };
  readonly disabled: boolean;
  /** Runs only when another step names it in `fallback` or `else`. */
  readonly auxiliary: boolean;
  /** Position in the plan's preorder: the order of starting among ready steps. */
  readonly order: number;
  /** Siblings that it needs, directly; and whether each end of one of them may decide (an expression), or all must succeed. */
  readonly after: readonly string[];
  readonly anyEndDecides: boolean;
  /** Line in the flow file, from 1, where known. */
  readonly line?: number;
}

export type PlanNode = FrameNode | BodyNode;

export interface FrameNode {
  readonly kind: 'frame';
  readonly frame: string;
  readonly config: Json;
  /** Whether the configuration holds a template somewhere, so that it must be resolved before use. */
  readonly templated: boolean;
  /** Index of the node this frame surrounds. */
  readonly child: number;
  /** Indices of what it may run instead: fallbacks in order, or `else`. */
  readonly alternatives: readonly number[];
}

export interface BodyNode {
  readonly kind: 'body';
  /** `body`, `else`, `fallback/0`, ..: unique in the step. */
  readonly branch: string;
  readonly executor: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, Json>>;
  readonly env: Env;
  readonly envFile?: readonly string[];
  readonly secrets: readonly SecretRef[];
  readonly workingDir?: string;
  readonly shell?: string;
  readonly tty: boolean;
  readonly gracePeriod: Templated<Milliseconds>;
  /** False for what only waits (approval, sub-flow, group): it takes no place of maxParallel. */
  readonly holdsSlot: boolean;
  /** Present for a group: its steps in file order. */
  readonly steps?: readonly PlanStep[];
}

/** The configuration of a `dependency` frame. */
export interface DependencyConfig {
  readonly needs: NeedsExpression;
  readonly flows: readonly FlowNeed[];
}
