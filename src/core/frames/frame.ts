import type { Json } from '../base/json.ts';
import type { Result as Outcome } from '../base/result.ts';
import type { ChronumEvent, EventBody, StepEnd } from '../run/event.ts';
import type { Result, RunState, StepState } from '../run/state.ts';

/**
 * One rule of execution around a body: a small state made from events alone, and a pure decision. A retry or a delay therefore
 * survives the death of its process. Frames know what they surround only as `child()`; the engine knows no frame by name.
 */
export interface Frame<State = unknown> {
  readonly name: string;
  /** The state after an event of the step's own, within this frame's subtree or about this frame. `undefined` is "nothing yet". */
  fold?(state: State | undefined, event: ChronumEvent, context: FoldContext): State | undefined;
  decide(context: FrameContext<State>): Verdict;
  /** Steady time at which the step wants to be looked at again, if any. */
  timer?(state: State): number | undefined;
  /** The state with its instants moved by `by`: for frames whose time does not count while the run is paused. */
  shift?(state: State, by: number): State;
  /** For frames that run their child in several instances: the entry node of each instance is this frame's child. */
  readonly expands?: boolean;
}

export interface FoldContext {
  /** Steady time of the event. */
  readonly at: number;
  readonly run: RunState;
  readonly step: StepState;
  /** Index of this frame's node, and whether the event names it. */
  readonly node: number;
  readonly isOwn: boolean;
  /** The configuration with templates resolved, or the problem with them. */
  config(): Outcome<Json>;
}

export interface FrameContext<State> {
  readonly state: State | undefined;
  readonly run: RunState;
  readonly step: StepState;
  readonly node: number;
  /** Branch of the step in which this frame stands. */
  readonly branch: string;
  /** Steady time, and the same moment as RFC 3339 by the wall clock for the texts of events. */
  readonly now: number;
  wallTime(steady: number): string;
  config(): Outcome<Json>;
  /** The configuration as it was written, for expressions that are evaluated here. */
  readonly rawConfig: Json;
  child(): Verdict;
  alternative(index: number): Verdict;
  readonly alternatives: number;
  /** Name of the branch in which an alternative runs. */
  alternativeBranch(index: number): string;
  /** Evaluates an expression or condition in the scope of this step. */
  evaluate(expression: string | boolean): Outcome<Json>;
  /** How a sibling ended, or undefined while it has not. */
  endOf(id: string): { readonly status: StepEnd; readonly reason: string } | undefined;
  /** The recorded answer to a question that this node asked, or undefined. */
  answer(question: string): Json | undefined;
  /** Whether an attempt somewhere below this frame is running. */
  isRunning(): boolean;
  /** Decisions that end what runs below this frame. Empty when nothing does. */
  stop(why: StopReason): Decision[];
}

/** What a node says when it is asked: its end, that it waits for something to happen, or what to do now. */
export type Verdict =
  | { readonly kind: 'ended'; readonly result: Result }
  | { readonly kind: 'wait' }
  | { readonly kind: 'do'; readonly decisions: readonly Decision[] };

/** What the engine is to do. `record` is appended as it is; the others lead to events that the engine appends. */
export type Decision =
  | { readonly do: 'record'; readonly event: EventBody }
  | { readonly do: 'start'; readonly step: StepState; readonly node: number }
  | {
      readonly do: 'stop';
      readonly step: StepState;
      readonly branch: string;
      readonly attempt: number;
      readonly why: StopReason;
    }
  /** The run asks for its place in its concurrency group. */
  | { readonly do: 'admit'; readonly group: string; readonly limit: number }
  | {
      readonly do: 'ask';
      readonly step: StepState;
      readonly node: number;
      readonly question: string;
      readonly data: Json;
    };

export type StopReason =
  | { readonly kind: 'timeout'; readonly after: number }
  | { readonly kind: 'cancel'; readonly reason: string };

export type FrameRegistry = ReadonlyMap<string, Frame>;

export const WAIT: Verdict = { kind: 'wait' };
export const ended = (result: Result): Verdict => ({ kind: 'ended', result });
export const record = (event: EventBody): Verdict => ({ kind: 'do', decisions: [{ do: 'record', event }] });

/** A configuration or condition that cannot be evaluated fails the step. */
export const expressionFailed = (message: string): Verdict =>
  ended({ status: 'failed', reason: 'expression-error', error: { kind: 'expression', message } });

/** A frame of the registry that a run was folded with. */
export const frameNamed = (run: RunState, name: string): Frame | undefined => run.frames.get(name) as Frame | undefined;
