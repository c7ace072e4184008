import type { HookSpec } from '../../../core/flow/flow.ts';
import type { ChronumEvent } from '../../../core/run/event.ts';
import type { RunState } from '../../../core/run/state.ts';
import type { ExecutionContext, Executor } from '../../ports/executor.ts';
import type { Notifications } from '../../ports/hooks.ts';
import type { LogStore } from '../../ports/log-store.ts';
import type { Processes } from '../../ports/processes.ts';
import type { FindRunSecrets } from '../../ports/secret-store.ts';

/** One event that a declared hook answers, with the run as it was at that event. */
export interface Occasion {
  readonly hook: HookSpec;
  /** Position in the flow's list of hooks, and how often it has answered in this run, from 1. */
  readonly index: number;
  readonly count: number;
  readonly run: RunState;
  readonly event: ChronumEvent;
}

export interface ActionParts {
  readonly shell: Executor;
  readonly processes: Processes;
  readonly logs: LogStore;
  readonly findSecrets: FindRunSecrets;
  /** Variables that scripts inherit and that are never recorded. */
  readonly sensitive: Readonly<Record<string, string>>;
  readonly notifications: Notifications;
  /** The private files of one script. */
  readonly scratch: (
    key: ExecutionContext<unknown>['key'],
  ) => Pick<ExecutionContext<unknown>, 'file'> & { folder(): string; remove(): void | Promise<void> };
}

/** Made while the run stands at the event; performed later. */
export type Perform = (signal: AbortSignal) => Promise<void>;
