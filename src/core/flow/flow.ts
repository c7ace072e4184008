import type { Milliseconds } from '../base/duration.ts';
import type { Json } from '../base/json.ts';

/**
 * The one description of a flow, as written but with scalars read: durations are milliseconds, shorthands are spelled out,
 * ids are filled in. YAML, the SDK and the canvas all produce this value; engine, linter, canvas and exporters read only it.
 * Absent keys are absent: defaults are applied by `compile`, so that an editor can tell what was written.
 *
 * A value of type `Templated<T>` may be a text with `${{ expression }}` in place of a T; its result is checked when it is known.
 */
export interface Flow {
  readonly version: 1;
  readonly name: string;
  readonly description?: string;
  readonly labels?: readonly string[];
  readonly params?: Readonly<Record<string, ParamSpec>>;
  readonly env?: Env;
  readonly envFile?: readonly string[];
  readonly workingDir?: string;
  readonly shell?: string;
  readonly secrets?: readonly SecretRef[];
  readonly maxParallel?: Templated<number | 'auto'>;
  readonly stopOnFail?: Templated<StopOnFail>;
  readonly defaultRetry?: RetrySpec;
  readonly timeout?: Templated<Milliseconds>;
  readonly deadline?: string;
  readonly concurrency?: RunConcurrency;
  readonly triggers?: readonly Trigger[];
  readonly defaults?: StepRules;
  readonly handlers?: Handlers;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly hooks?: readonly HookSpec[];
  readonly alerts?: readonly AlertSpec[];
  readonly retention?: RetentionSpec;
  readonly onInterrupted?: 'resume' | 'fail';
  readonly workspace?: 'shared' | 'temp' | { readonly worktree: string };
  readonly steps: readonly Step[];
  /** Keys that begin with `x-`: a place for anchors, kept as they are. */
  readonly extensions?: Readonly<Record<string, Json>>;
}

/** A T, or a text with `${{ }}` whose value must turn out to be a T. For text itself the two look alike. */
export type Templated<T> = T | TemplateText;
export type TemplateText = string;
export type Env = Readonly<Record<string, string>>;
export type StopOnFail = boolean | 'drain';

export type ParamType = 'string' | 'number' | 'boolean' | 'choice' | 'json' | 'path';

export interface ParamSpec {
  readonly type: ParamType;
  readonly default?: Json;
  readonly required?: boolean;
  readonly options?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly description?: string;
}

/** `env` is the variable that receives the secret; `store` is absent for the store of this machine. */
export interface SecretRef {
  readonly env: string;
  readonly store?: string;
  readonly name: string;
}

export interface RunConcurrency {
  readonly group: string;
  readonly limit?: Templated<number>;
  readonly onConflict?: 'queue' | 'skip' | 'cancel-in-progress';
  readonly maxQueued?: number;
}

export interface Handlers {
  readonly onSuccess?: readonly Step[];
  readonly onFailure?: readonly Step[];
  readonly onCancel?: readonly Step[];
  readonly always?: readonly Step[];
}

export interface RetentionSpec {
  readonly runs?: number;
  readonly days?: number;
  readonly keep?: 'all' | 'failures' | 'changes';
}

/** What a step runs: an executor with its script and options, or a group of steps. */
export interface Body {
  readonly executor?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, Json>>;
  readonly steps?: readonly Step[];
}

/** The keys that `defaults` may give to every step. */
export interface StepRules {
  readonly executor?: string;
  readonly if?: string | boolean;
  readonly env?: Env;
  readonly secrets?: readonly SecretRef[];
  readonly workingDir?: string;
  readonly shell?: string;
  readonly tty?: boolean;
  readonly delay?: DelaySpec;
  readonly timeout?: Templated<Milliseconds>;
  readonly gracePeriod?: Templated<Milliseconds>;
  readonly retry?: RetrySpec;
  readonly continueOnError?: Templated<boolean>;
  readonly onLost?: OnLost;
  readonly threshold?: ThresholdSpec;
  readonly repeat?: RepeatSpec;
  readonly failFast?: Templated<boolean>;
  readonly maxFailures?: number | string;
  readonly maxParallel?: Templated<number>;
}

export interface Step extends StepRules, Body {
  /** Written, or the slug of `name`. Unique over steps and handlers of its graph. */
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly needs?: Needs;
  readonly else?: Alternative;
  readonly fallback?: readonly Alternative[];
  readonly matrix?: MatrixSpec;
  readonly forEach?: ForEachSpec;
  readonly outputs?: Readonly<Record<string, OutputSpec>>;
  readonly concurrency?: { readonly group: string; readonly limit?: Templated<number> };
  readonly frames?: readonly FrameEntry[];
  readonly breakpoint?: boolean;
  readonly disabled?: boolean;
  readonly artifacts?: Readonly<Record<string, Json>>;
  readonly cache?: Json;
  readonly sources?: readonly string[];
  readonly generates?: readonly string[];
}

/** A body in place, or the id of a step that never starts by itself. */
export type Alternative =
  | { readonly kind: 'step'; readonly id: string }
  | ({ readonly kind: 'body' } & Body &
      Pick<StepRules, 'retry' | 'timeout' | 'gracePeriod' | 'env' | 'secrets' | 'workingDir' | 'shell'>);

/** A list means that all of its entries hold; an expression combines atoms with `&& || ! ( )` and `atLeast(n, ..)`. */
export type Needs =
  | { readonly kind: 'all'; readonly entries: readonly NeedEntry[] }
  | { readonly kind: 'expression'; readonly text: string };

/** `atom` is a step id with an optional suffix, as written. */
export type NeedEntry = { readonly kind: 'step'; readonly atom: string } | ({ readonly kind: 'flow' } & FlowNeed);

export interface FlowNeed {
  readonly flow: string;
  readonly status?: 'succeeded' | 'failed' | 'cancelled' | 'done';
  readonly within?: Milliseconds;
  readonly wait?: Milliseconds;
}

export interface DelaySpec {
  readonly for: Templated<Milliseconds>;
  readonly jitter?: Templated<Milliseconds>;
}

export type ErrorKind =
  | 'exit'
  | 'signal'
  | 'timeout'
  | 'network'
  | 'http'
  | 'spawn'
  | 'lost'
  | 'rejected'
  | 'expression'
  | 'output'
  | `x.${string}`;

export type Backoff = 'exponential' | 'linear' | 'constant';

export interface RetrySpec {
  /** Attempts after the first. */
  readonly limit: Templated<number>;
  readonly delay?: Templated<Milliseconds>;
  readonly backoff?: Backoff;
  readonly factor?: Templated<number>;
  readonly maxDelay?: Templated<Milliseconds>;
  readonly jitter?: Milliseconds | 'full' | 'equal' | 'none';
  readonly on?: readonly ErrorKind[];
  readonly onExitCodes?: readonly number[];
  readonly notOnExitCodes?: readonly number[];
  readonly if?: string | boolean;
}

export interface ThresholdSpec {
  readonly limit: Templated<number>;
  readonly count?: 'runs' | 'successes' | 'failures';
  readonly then?: 'skip' | 'succeed' | 'fail';
  readonly per?: 'flow' | 'run';
}

export interface RepeatSpec {
  readonly until?: string | boolean;
  readonly while?: string | boolean;
  readonly interval?: Templated<Milliseconds>;
  readonly limit?: Templated<number>;
  readonly backoff?: Backoff;
}

/** An axis is a list of values (as their source text reads, or JSON), or a template that gives one. */
export interface MatrixSpec {
  readonly axes: Readonly<Record<string, readonly Json[] | TemplateText>>;
  readonly include?: readonly Readonly<Record<string, Json>>[] | TemplateText;
  readonly exclude?: readonly Readonly<Record<string, Json>>[] | TemplateText;
}

export interface ForEachSpec {
  readonly in: readonly Json[] | TemplateText;
  /** The name of the value in expressions. */
  readonly as: string;
}

export type OutputSpec =
  | { readonly kind: 'stdout' }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'json'; readonly pointer: string }
  | { readonly kind: 'expression'; readonly expression: string };

export type OnLost = 'rerun' | 'fail' | 'ask';

/**
 * One entry of an explicit `frames` list: the frame's name and its configuration, read into what the sugar key of a step has:
 * `retry` a RetrySpec, `timeout` milliseconds, `dependency` Needs, `fallback` a list of Alternatives. `expand` is a map with
 * `matrix` or `forEach` (and `failFast`, `maxFailures`, `maxParallel`); `if` a condition, or a map `{if, else}`.
 */
export interface FrameEntry {
  readonly frame: string;
  readonly config: Json;
}

export type NotifySpec = {
  readonly title: string;
  readonly body?: string;
  readonly urgency?: 'normal' | 'low' | 'critical';
};

export interface HookSpec {
  readonly on: readonly string[];
  readonly if?: string | boolean;
  readonly run?: string;
  readonly notify?: NotifySpec;
  readonly webhook?: Json;
  readonly timeout?: Milliseconds;
}

export interface AlertSpec {
  readonly after?: number;
  readonly recoverAfter?: number;
  readonly remindEvery?: Milliseconds;
  readonly run?: string;
  readonly notify?: NotifySpec;
  readonly webhook?: Json;
}

export interface TriggerCommon {
  /** Written, or a hash of the trigger's content. */
  readonly id: string;
  readonly timezone?: string;
  readonly startAt?: string;
  readonly endAt?: string;
  readonly maxRuns?: number;
  readonly jitter?: Milliseconds;
  readonly params?: Readonly<Record<string, Json>>;
  readonly enabled?: boolean;
  readonly except?: readonly string[];
  readonly onExcept?: 'skip' | 'previous' | 'next';
  readonly catchUp?: 'last' | 'skip' | 'all';
  readonly catchUpWindow?: Milliseconds;
  readonly onBattery?: 'run' | 'defer';
  readonly onOffline?: 'run' | 'defer';
}

export type TriggerKind =
  | { readonly type: 'manual' }
  | { readonly type: 'every'; readonly every: Milliseconds; readonly offset?: Milliseconds }
  | { readonly type: 'cron'; readonly cron: string }
  | { readonly type: 'at'; readonly at: string }
  /** Field name to source text, or the whole text in the seed's one-string form. */
  | { readonly type: 'calendar'; readonly calendar: Readonly<Record<string, string>> | string }
  | {
      readonly type: 'watch';
      readonly watch: readonly string[];
      readonly events?: readonly ('create' | 'change' | 'delete')[];
      readonly ignore?: readonly string[];
      readonly debounce?: Milliseconds;
      readonly settle?: Milliseconds;
      readonly maxWait?: Milliseconds;
      readonly existing?: boolean;
      readonly batch?: boolean;
    }
  | { readonly type: 'flow'; readonly flow: string; readonly status?: 'succeeded' | 'failed' | 'cancelled' | 'done' }
  | { readonly type: 'webhook'; readonly webhook: string }
  | {
      readonly type: 'mount';
      readonly mount: { readonly label?: string; readonly device?: string; readonly path?: string };
    }
  | {
      readonly type: 'git';
      readonly git: 'commit' | 'push' | 'checkout';
      readonly branches?: readonly string[];
      readonly paths?: readonly string[];
    }
  | { readonly type: 'app'; readonly app: 'start' | 'wake' | 'unlock' | 'idle' };

export type Trigger = TriggerCommon & TriggerKind;
