import { describe, expect, it } from 'vitest';
import type { Trigger } from '../../core/flow/flow.ts';
import { armPending, type FoundTrigger, splitByArmed, switchedOff } from './arming.ts';
import { createMemoryScheduleStore } from './memory-schedule-store.ts';

const found = (trigger: Trigger): FoundTrigger => ({
  flow: { id: 'f', name: 'f', workspace: '/w', file: 'f.chronum.yaml' },
  trigger,
  labels: [],
  concurrency: null,
});
const nightly = found({ type: 'cron', cron: '0 3 * * *', id: 'nightly' });

describe('arming', () => {
  it('lets a trigger fire only in the form that a person has seen, from then on', () => {
    const store = createMemoryScheduleStore();
    const first = splitByArmed([nightly], store.armed('/w'));
    expect(first.armed).toEqual([]);
    expect(first.pending).toMatchObject([{ scheduleId: 'f/nightly', before: null }]);

    armPending(store, first.pending, 1_000);
    const seen = splitByArmed([nightly], store.armed('/w'));
    expect(seen.pending).toEqual([]);
    expect(seen.armed).toMatchObject([{ id: 'f/nightly', armedAt: 1_000 }]);

    const changed = found({ type: 'cron', cron: '* * * * *', id: 'nightly' });
    const again = splitByArmed([changed], store.armed('/w'));
    expect(again.armed).toEqual([]);
    expect(again.pending).toMatchObject([{ trigger: changed.trigger, before: nightly.trigger }]);
  });

  it('does not mind the order of keys', () => {
    const store = createMemoryScheduleStore();
    armPending(store, splitByArmed([nightly], []).pending, 1);
    const reordered = found({ id: 'nightly', cron: '0 3 * * *', type: 'cron' });
    expect(splitByArmed([reordered], store.armed('/w')).armed).toHaveLength(1);
  });

  it('has no business with triggers that never fire by themselves', () => {
    const others = [
      found({ type: 'manual', id: 'manual' }),
      found({ type: 'webhook', webhook: '/x', id: 'hook' }),
      found({ type: 'every', every: 1_000, id: 'off', enabled: false }),
    ];
    expect(splitByArmed(others, [])).toEqual({ armed: [], pending: [] });
  });

  it('has to be seen again after it was switched off, but not after its flow was away', () => {
    const store = createMemoryScheduleStore();
    const watch = found({ type: 'watch', watch: ['*'], id: 'watch' });
    armPending(store, splitByArmed([nightly, watch], []).pending, 1);
    const off = found({ ...nightly.trigger, enabled: false } as Trigger);
    expect(switchedOff([off], store.armed('/w'))).toEqual(['f/nightly']);
    expect(switchedOff([], store.armed('/w'))).toEqual([]);
  });
});
