import type { SchedulesOwner } from '../../../contract/schedules.ts';
import type { Instant } from '../../../core/schedule/index.ts';
import type { Engine } from '../../engine/engine.ts';
import type { EventReader } from '../../ports/event-log.ts';
import type { Owners } from '../../ports/owners.ts';
import type { Store } from '../../store/open-store.ts';
import type { PrepareFlow } from '../prepare-flow.ts';
import type { FlowCache } from '../workspaces/flow-cache.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import { createBackfill } from './backfill.ts';
import { createCatalog } from './catalog.ts';
import { createSchedules, type Schedules } from './schedules.ts';

interface Parts {
  readonly store: Pick<Store, 'schedules' | 'runs' | 'flows' | 'events' | 'owners'>;
  readonly workspaces: Workspaces;
  readonly cache: FlowCache;
  readonly prepareFlow: PrepareFlow;
  readonly engine: Pick<Engine, 'start'>;
  readonly environment: () => Readonly<Record<string, string>>;
  readonly newRunId: () => string;
  readonly now: () => Instant;
  /** Whether it is this process that fires. */
  readonly isFiring: () => boolean;
  readonly kind: 'app' | 'daemon' | 'terminal';
}

/** What the window and others see of schedules, put together on a store. */
export function openSchedules(parts: Parts): Schedules {
  const { store, workspaces, cache, now, kind, isFiring } = parts;
  return createSchedules({
    catalog: createCatalog({ workspaces, flows: store.flows, cache }),
    schedules: store.schedules,
    runs: store.runs,
    now,
    localZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    owner: () => (isFiring() ? { kind, isThis: true } : otherOwner(store.owners)),
    backfill: createBackfill({ ...parts, schedules: store.schedules }),
    watchOutcomes: (listener) => watchOutcomes(store.events, listener),
  });
}

/** Of the processes that are there, the daemon is the one that is meant to fire. */
function otherOwner(owners: Pick<Owners, 'list'>): SchedulesOwner {
  const alive = owners.list().filter((owner) => owner.alive && owner.kind !== 'terminal');
  const found = alive.find(({ kind }) => kind === 'daemon') ?? alive[0];
  return found ? { kind: found.kind, isThis: false } : null;
}

const watchOutcomes = (events: EventReader, listener: () => void): (() => void) =>
  events.subscribe({ after: events.head(), live: true }, (some) => {
    if (some.some(({ type }) => type.startsWith('schedule.') || type === 'run.finished')) listener();
  });
