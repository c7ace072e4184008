import type { SchedulesOwner } from '../../../contract/schedules.ts';
import type { OwnerRef } from '../../../core/run/event.ts';
import type { Instant } from '../../../core/schedule/index.ts';
import type { Engine } from '../../engine/engine.ts';
import type { LocalZone } from '../../ports/conditions.ts';
import type { EventReader } from '../../ports/event-log.ts';
import type { Store } from '../../store/open-store.ts';
import { createExceptFiles } from '../firing/except-files.ts';
import { firingOwner } from '../firing/firing.ts';
import type { PrepareFlow } from '../prepare-flow.ts';
import { createBackfill } from './backfill.ts';
import type { Catalog } from './catalog.ts';
import { createSchedules, type Schedules } from './schedules.ts';

interface Parts {
  readonly store: Pick<Store, 'schedules' | 'runs' | 'events' | 'owners' | 'keyValues'>;
  readonly catalog: Catalog;
  readonly prepareFlow: PrepareFlow;
  readonly engine: Pick<Engine, 'start'>;
  readonly environment: () => Readonly<Record<string, string>>;
  readonly newRunId: () => string;
  readonly now: () => Instant;
  readonly zone: Pick<LocalZone, 'name'>;
  /** Whether it is this process that fires. */
  readonly isFiring: () => boolean;
  readonly kind: OwnerRef['kind'];
  readonly report: (message: string) => void;
}

/** What the window and others see of schedules, put together on a store. */
export function openSchedules(parts: Parts): Schedules {
  const { store, catalog, now, zone, kind, isFiring } = parts;
  return createSchedules({
    catalog,
    schedules: store.schedules,
    runs: store.runs,
    now,
    localZone: zone.name,
    owner: () => (isFiring() ? { kind, isThis: true } : otherOwner(store)),
    readExcept: createExceptFiles(parts.report),
    backfill: createBackfill({ ...parts, schedules: store.schedules }),
    watchOutcomes: (listener) => watchOutcomes(store.events, listener),
  });
}

function otherOwner(store: Parts['store']): SchedulesOwner {
  const owner = firingOwner(store);
  return owner && { kind: owner.kind, isThis: false };
}

const watchOutcomes = (events: EventReader, listener: () => void): (() => void) =>
  events.subscribe({ after: events.head(), live: true }, (some) => {
    if (some.some(({ type }) => type.startsWith('schedule.') || SHOWN.has(type))) listener();
  });

/** What changes the status of a run that a schedule made. */
const SHOWN: ReadonlySet<string> = new Set([
  'run.started',
  'run.finished',
  'run.interrupted',
  'run.paused',
  'run.resumed',
]);
