import { createMemoryStore } from '../../testing/memory-event-log.ts';
import { describeScheduleStore } from '../../testing/schedule-store.suite.ts';
import { createMemoryScheduleStore } from './memory-schedule-store.ts';

describeScheduleStore('memory', () => ({ store: createMemoryScheduleStore(), close: () => {} }));

describeScheduleStore('memory on an event log', () => ({
  store: createMemoryScheduleStore({ log: createMemoryStore().events }),
  close: () => {},
}));
