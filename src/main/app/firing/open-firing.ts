import type { OwnerRef } from '../../../core/run/event.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AppSignals, Conditions, LocalZone } from '../../ports/conditions.ts';
import type { Store } from '../../store/open-store.ts';
import { createSystemConditions } from '../../triggers/system-conditions.ts';
import { createSystemZone } from '../../triggers/system-zone.ts';
import { createWakeSignals } from '../../triggers/wake-signals.ts';
import { exampleFolder } from '../example-workspace.ts';
import type { PrepareFlow } from '../prepare-flow.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import { createEngineDispatcher } from './engine-dispatcher.ts';
import { createExceptFiles } from './except-files.ts';
import { type Firing, startFiring } from './firing.ts';
import { type ArmedSource, createScheduleSource, type TriggerCatalog } from './schedule-source.ts';
import { createUnfinishedRuns } from './unfinished-runs.ts';

/** What a desktop knows better than clocks and files do. */
export interface Machine {
  readonly conditions: Conditions;
  readonly signals: AppSignals;
  readonly zone: LocalZone;
}

interface Parts {
  readonly clock: Clock;
  readonly owner: OwnerRef;
  readonly store: Store;
  readonly catalog: TriggerCatalog;
  readonly workspaces: Workspaces;
  readonly prepareFlow: PrepareFlow;
  readonly engine: Pick<Engine, 'startAll'>;
  readonly environment: () => Readonly<Record<string, string>>;
  readonly newRunId: () => string;
  readonly machine?: Partial<Machine> | undefined;
  readonly report: (message: string) => void;
}

export interface OpenFiring {
  readonly zone: LocalZone;
  /** The triggers that fire, and those that a person has to see first. */
  readonly source: ArmedSource;
  /** The workspaces, where trusting one lets its triggers through: whoever trusts it has seen them. */
  readonly workspaces: Workspaces;
  /** Whether it is this process that fires. */
  isHere(): boolean;
  /** Fires from now on, or as soon as no other process does. */
  start(): void;
  stop(): Promise<void>;
}

/** Firing of schedules, put together on a store. A terminal does not start it. */
export function openFiring(parts: Parts): OpenFiring {
  const { clock, store, catalog, engine, prepareFlow, environment, report } = parts;
  const machine: Machine = {
    conditions: createSystemConditions(clock),
    signals: createWakeSignals(clock),
    zone: createSystemZone(clock),
    ...parts.machine,
  };
  const source = createScheduleSource({
    catalog,
    store: store.schedules,
    readExcept: createExceptFiles(report),
    armsByItself: (workspace) => exampleFolder(store.keyValues) === workspace,
    now: clock.now,
  });
  const { runs, events, workspaces } = store;
  const unfinished = createUnfinishedRuns({ runs, events });
  const dispatcher = createEngineDispatcher({ engine, prepareFlow, workspaces, environment, runs: unfinished });
  let firing: Firing | undefined;
  return {
    zone: machine.zone,
    source,
    workspaces: armedByTrust(parts.workspaces, source, report),
    isHere: () => firing?.isHere ?? false,
    start: () => {
      firing ??= startFiring({ ...parts, ...machine, source, dispatcher });
    },
    stop: async () => firing?.stop(),
  };
}

function armedByTrust(workspaces: Workspaces, source: ArmedSource, report: (message: string) => void): Workspaces {
  return {
    ...workspaces,
    trust: (path, trusted) => {
      const row = workspaces.trust(path, trusted);
      if (row !== null && trusted) {
        source.trusted(row.path).catch((error: unknown) => {
          report(
            `Its triggers have to be let through by hand: ${error instanceof Error ? error.message : String(error)}`,
          );
        });
      }
      return row;
    },
  };
}
