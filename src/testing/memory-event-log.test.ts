import { describeCommandQueue } from './command-queue.suite.ts';
import { describeEventLog } from './event-log.suite.ts';
import { createMemoryStore } from './memory-event-log.ts';
import { describeRunStore } from './run-store.suite.ts';

function open() {
  const reported: unknown[] = [];
  const store = createMemoryStore({ report: (error) => reported.push(error) });
  return { ...store, reported, close: () => {} };
}

describeEventLog('the memory store', () => {
  const store = open();
  return { ...store, other: store.events };
});
describeRunStore('the memory store', open);
describeCommandQueue('the memory store', () => {
  const store = open();
  return { ...store, other: store.commands };
});
