import { describeCommandQueue } from '../../testing/command-queue.suite.ts';
import { describeEventLog } from '../../testing/event-log.suite.ts';
import { describeRunStore } from '../../testing/run-store.suite.ts';
import { openTwice } from '../../testing/temporary-store.ts';
import { describeWorkspaceStore } from '../../testing/workspace-store.suite.ts';

// Two connections of their own to one database see each other as two processes do.
describeEventLog('the store', () => {
  const { store, other, reported, close } = openTwice();
  return { events: store.events, other: other.events, reported, close };
});
describeRunStore('the store', () => {
  const { store, close } = openTwice();
  return { ...store, close };
});
describeCommandQueue('the store', () => {
  const { store, other, close } = openTwice();
  return { ...store, other: other.commands, close };
});
describeWorkspaceStore('the store', () => {
  const { store, close } = openTwice();
  return { ...store, close };
});
