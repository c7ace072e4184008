import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Trigger } from '../../core/flow/flow.ts';
import { runStream } from '../../core/run/event.ts';
import { createMemoryStore } from '../../testing/memory-event-log.ts';
import { instant, runCreated, runFinished } from '../../testing/run-fixtures.ts';
import { eventLoopTurn } from '../../testing/scheduler-harness.ts';
import { temporaryFolder } from '../../testing/temporary-store.ts';
import { createTestClock } from '../../testing/test-clock.ts';
import { createAppSource } from './app-source.ts';
import type { EventSchedule, TriggerEvent } from './event-source.ts';
import { createFlowSource } from './flow-source.ts';
import { isOnBattery, isOnline } from './system-conditions.ts';
import { createSystemZone, systemZoneName } from './system-zone.ts';
import { createWakeSignals } from './wake-signals.ts';

const schedule = (trigger: Trigger, id = `f/${trigger.id}`): EventSchedule => ({
  id,
  flow: { id: 'f', name: 'f', workspace: '/home/ada/flows', file: 'f.chronum.yaml' },
  trigger,
});

describe('flow triggers', () => {
  const setUp = () => {
    const { events: log, runs } = createMemoryStore();
    const values = new Map<string, string>();
    const keyValues = {
      get: (key: string) => values.get(key) ?? null,
      set: (key: string, value: string | null) => void (value === null ? values.delete(key) : values.set(key, value)),
    };
    const told: [string, TriggerEvent][] = [];
    let answer = true;
    const open = () =>
      createFlowSource({
        log,
        runs,
        keyValues,
        occurred: async (id, event) => {
          if (answer) told.push([id, event]);
          return answer;
        },
        report: (message) => {
          throw new Error(message);
        },
      });
    const runFlow = async (runId: string, status: 'succeeded' | 'failed' = 'succeeded') => {
      await log.append(runStream(runId), 0, [
        runCreated(runId, instant(0)),
        runFinished(runId, instant(1_000), status),
      ]);
      for (let turn = 0; turn < 5; turn++) await eventLoopTurn();
    };
    return { open, runFlow, told, refuse: (isRefused: boolean) => (answer = !isRefused) };
  };
  const after = schedule({ type: 'flow', flow: 'deploy', id: 'after' });
  const done = schedule({ type: 'flow', flow: 'deploy', status: 'done', id: 'done' });

  it('are told of ends with their status, and of no other flow', async () => {
    const { open, runFlow, told } = setUp();
    const source = open();
    source.set([after, done, schedule({ type: 'flow', flow: 'other', id: 'other' })]);
    await runFlow('one');
    await runFlow('two', 'failed');
    expect(told.map(([id, { data }]) => [id, (data as { flow: { runId: string } }).flow.runId])).toEqual([
      ['f/after', 'one'],
      ['f/done', 'one'],
      ['f/done', 'two'],
    ]);
    expect(told[0]?.[1]).toMatchObject({
      at: Date.parse(instant(1_000)),
      data: { flow: { name: 'deploy', runId: 'one', status: 'succeeded', outputs: {} } },
      mark: 2,
    });
    await source.close();
  });

  it('are told later of what ended while nobody looked, and again of what was not taken', async () => {
    const { open, runFlow, told, refuse } = setUp();
    const first = open();
    first.set([after]);
    refuse(true);
    await runFlow('one');
    await first.close();
    await runFlow('two');
    refuse(false);
    const second = open();
    second.set([after]);
    for (let turn = 0; turn < 5; turn++) await eventLoopTurn();
    expect(told.map(([, { mark }]) => mark)).toEqual([2, 4]);
    await second.close();
  });

  it('do not hear of the time before there were any', async () => {
    const { open, runFlow, told } = setUp();
    const source = open();
    source.set([]);
    await runFlow('one');
    source.set([after]);
    await runFlow('two');
    expect(told.map(([, { mark }]) => mark)).toEqual([4]);
    await source.close();
  });
});

describe('app triggers', () => {
  it('are told of the start once, and of signals as they come', async () => {
    let signal: (name: 'wake' | 'idle') => void = () => {};
    const told: string[] = [];
    const source = createAppSource({
      clock: createTestClock(),
      signals: {
        subscribe: (listener) => {
          signal = listener;
          return () => {};
        },
      },
      occurred: async (id) => told.push(id) > 0,
    });
    const all = (['start', 'wake', 'idle'] as const).map((app) => schedule({ type: 'app', app, id: app }));
    source.set(all);
    source.set(all);
    signal('wake');
    signal('wake');
    expect(told).toEqual(['f/start', 'f/wake', 'f/wake']);
    await source.close();
  });

  it('hear by the clocks alone that the machine was asleep', async () => {
    const clock = createTestClock();
    const signals: string[] = [];
    const end = createWakeSignals(clock).subscribe((signal) => signals.push(signal));
    await clock.advance(60_000);
    expect(signals).toEqual([]);
    await clock.suspend(3_600_000);
    await clock.advance(20_000);
    expect(signals).toEqual(['wake']);
    end();
  });
});

describe('the machine', () => {
  it('is on battery when one is used up and no mains gives power', () => {
    const { folder, remove } = temporaryFolder();
    const supply = (name: string, files: Record<string, string>) => {
      mkdirSync(join(folder, name), { recursive: true });
      for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), `${text}\n`);
    };
    expect(isOnBattery(join(folder, 'none'))).toBe(false);
    supply('BAT0', { type: 'Battery', status: 'Discharging' });
    supply('AC', { type: 'Mains', online: '0' });
    expect(isOnBattery(folder)).toBe(true);
    supply('AC', { online: '1' });
    expect(isOnBattery(folder)).toBe(false);
    supply('AC', { online: '0' });
    supply('BAT0', { status: 'Full' });
    expect(isOnBattery(folder)).toBe(false);
    remove();
  });

  it('is online when an interface reaches further than the machine', () => {
    const address = (text: string, internal = false) =>
      ({ address: text, internal, family: 'IPv4', netmask: '', mac: '', cidr: null }) as const;
    expect(isOnline({ lo: [address('127.0.0.1', true)] })).toBe(false);
    expect(isOnline({ lo: [address('127.0.0.1', true)], eth0: [address('169.254.3.4'), address('fe80::1')] })).toBe(
      false,
    );
    expect(isOnline({ wlan0: [address('192.168.1.7')] })).toBe(true);
  });

  it('has the zone of TZ, else of its link, else of the runtime; a change is noticed', async () => {
    const { folder, remove } = temporaryFolder();
    const link = join(folder, 'localtime');
    symlinkSync('/usr/share/zoneinfo/Asia/Kolkata', link);
    expect(systemZoneName('Europe/Berlin', link)).toBe('Europe/Berlin');
    expect(systemZoneName(undefined, link)).toBe('Asia/Kolkata');
    expect(systemZoneName('nonsense', link)).toBe('Asia/Kolkata');
    expect(systemZoneName('', join(folder, 'none'))).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone);
    remove();

    const clock = createTestClock();
    let name = 'UTC';
    let told = 0;
    const end = createSystemZone(clock, () => name).watch(() => told++);
    await clock.advance(120_000);
    name = 'Asia/Tokyo';
    await clock.advance(60_000);
    expect(told).toBe(1);
    end();
  });
});
