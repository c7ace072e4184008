import type { Json } from '../core/base/json.ts';
import type { Backoff, ErrorKind, OnLost, ParamType } from '../core/flow/flow.ts';

/**
 * A flow as people write it: the same keys and short forms as in a YAML file. The studio checks it as it checks a file; these types
 * say early what it would say.
 */
export interface FlowScript {
  version?: 1;
  name: string;
  description?: string;
  labels?: OneOrMany<string>;
  params?: Record<string, ParamScript>;
  env?: Record<string, Scalar>;
  envFile?: OneOrMany<string>;
  workingDir?: string;
  shell?: string;
  secrets?: SecretsScript;
  maxParallel?: number | 'auto' | Template;
  stopOnFail?: boolean | 'drain' | Template;
  defaultRetry?: RetryScript;
  timeout?: Duration | Template;
  deadline?: string;
  concurrency?: {
    group: string;
    limit?: number | Template;
    onConflict?: 'queue' | 'skip' | 'cancel-in-progress';
    maxQueued?: number;
  };
  triggers?: TriggerScript[];
  defaults?: RulesScript;
  handlers?: { onSuccess?: StepScript[]; onFailure?: StepScript[]; onCancel?: StepScript[]; always?: StepScript[] };
  outputs?: Record<string, Scalar>;
  hooks?: HookScript[];
  alerts?: (ActionScript & { after?: number; recoverAfter?: number; remindEvery?: Duration })[];
  retention?: { runs?: number; days?: number; keep?: 'all' | 'failures' | 'changes' };
  onInterrupted?: 'resume' | 'fail';
  workspace?: 'shared' | 'temp' | { worktree: string };
  steps: StepScript[];
  [extension: `x-${string}`]: Json;
}

/** A text with `${{ expression }}` in it. */
export type Template = `${string}\${{${string}}}${string}`;
type Part = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;
/** `250ms`, `4s`, `1h30m`, `2d`. */
export type Duration = Part | `${Part}${Part}` | `${Part}${Part}${Part}` | '0' | 0;
export type OneOrMany<T> = T | T[];
type Scalar = string | number | boolean | null;
/** A boolean, a bare expression or one template. */
export type Condition = string | boolean;

export type ParamScript =
  | Json
  | {
      type: ParamType;
      default?: Json;
      required?: boolean;
      options?: Scalar[];
      min?: number;
      max?: number;
      pattern?: string;
      description?: string;
    };
export type SecretsScript = OneOrMany<string> | Record<string, string>;

export interface RulesScript {
  executor?: string;
  if?: Condition;
  env?: Record<string, Scalar>;
  secrets?: SecretsScript;
  workingDir?: string;
  shell?: string;
  tty?: boolean;
  delay?: Duration | Template | { for: Duration | Template; jitter?: Duration | Template };
  timeout?: Duration | Template;
  gracePeriod?: Duration | Template;
  retry?: RetryScript;
  continueOnError?: boolean | Template;
  onLost?: OnLost;
  threshold?: ThresholdScript;
  repeat?: RepeatScript;
  failFast?: boolean | Template;
  maxFailures?: number | string;
  maxParallel?: number | Template;
}

export interface BodyScript {
  executor?: string;
  run?: string;
  with?: Record<string, Json>;
  steps?: StepScript[];
}

export interface StepScript extends RulesScript, BodyScript {
  id?: string;
  name?: string;
  description?: string;
  needs?: OneOrMany<string | FlowNeedScript>;
  else?: AlternativeScript;
  fallback?: OneOrMany<AlternativeScript>;
  matrix?: Record<string, Json>;
  forEach?: string | Json[] | { in: string | Json[]; as?: string };
  outputs?: Record<string, Scalar | { from: 'stdout'; pattern?: string; json?: string }>;
  concurrency?: string | { group: string; limit?: number | Template };
  frames?: (FrameScript | string)[];
  breakpoint?: boolean;
  disabled?: boolean | Template;
  artifacts?: Record<string, Json>;
  cache?: Json;
  sources?: OneOrMany<string>;
  generates?: OneOrMany<string>;
}

/** A step's id, or a body in place. */
export type AlternativeScript =
  | string
  | (BodyScript & Pick<RulesScript, 'retry' | 'timeout' | 'gracePeriod' | 'env' | 'secrets' | 'workingDir' | 'shell'>);

export interface FlowNeedScript {
  flow: string;
  status?: 'succeeded' | 'failed' | 'cancelled' | 'done';
  within?: Duration;
  wait?: Duration;
}

export type RetryScript =
  | number
  | Template
  | {
      limit: number | Template;
      delay?: Duration | Template;
      backoff?: Backoff;
      factor?: number | Template;
      maxDelay?: Duration | Template;
      jitter?: Duration | 'full' | 'equal' | 'none';
      on?: OneOrMany<ErrorKind>;
      onExitCodes?: OneOrMany<number>;
      notOnExitCodes?: OneOrMany<number>;
      if?: Condition;
    };

export interface ThresholdScript {
  limit: number | Template;
  count?: 'runs' | 'successes' | 'failures';
  then?: 'skip' | 'succeed' | 'fail';
  per?: 'flow' | 'run';
}

export interface RepeatScript {
  until?: Condition;
  while?: Condition;
  interval?: Duration | Template;
  limit?: number | Template;
  backoff?: Backoff;
}

/** One frame by its name, with the configuration that its key would have; those of plug-ins by theirs. */
export type FrameScript = Record<string, Json>;

interface ActionScript {
  run?: string;
  notify?: { title: string; body?: string; urgency?: 'normal' | 'low' | 'critical' };
  webhook?:
    | string
    | { url: string; method?: 'POST' | 'PUT' | 'PATCH' | 'GET'; headers?: Record<string, string>; body?: Json };
}

export interface HookScript extends ActionScript {
  on: OneOrMany<string>;
  if?: Condition;
  timeout?: Duration;
}

interface TriggerCommonScript {
  id?: string;
  timezone?: string;
  startAt?: string;
  endAt?: string;
  maxRuns?: number;
  jitter?: Duration;
  params?: Record<string, Json>;
  enabled?: boolean;
  except?: OneOrMany<string>;
  onExcept?: 'skip' | 'previous' | 'next';
  catchUp?: 'last' | 'skip' | 'all';
  catchUpWindow?: Duration;
  onBattery?: 'run' | 'defer';
  onOffline?: 'run' | 'defer';
}

export type TriggerScript =
  | 'manual'
  | (TriggerCommonScript &
      (
        | { every: Duration; offset?: Duration }
        | { cron: string }
        | { at: string }
        | { calendar: string | Record<string, Scalar | Scalar[]> }
        | {
            watch: OneOrMany<string>;
            events?: OneOrMany<'create' | 'change' | 'delete'>;
            ignore?: OneOrMany<string>;
            debounce?: Duration;
            settle?: Duration;
            maxWait?: Duration;
            existing?: boolean;
            batch?: boolean;
          }
        | { flow: string; status?: 'succeeded' | 'failed' | 'cancelled' | 'done' }
        | { webhook: string }
        | { mount: { label?: string; device?: string; path?: string } }
        | { git: 'commit' | 'push' | 'checkout'; branches?: OneOrMany<string>; paths?: OneOrMany<string> }
        | { app: 'start' | 'wake' | 'unlock' | 'idle' }
      ));
