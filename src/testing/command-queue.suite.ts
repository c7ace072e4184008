import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runStream } from '../core/run/event.ts';
import type { Command, CommandQueue } from '../main/ports/commands.ts';
import type { EventLog } from '../main/ports/event-log.ts';
import { instant, runCreated, runFinished, runStarted } from './run-fixtures.ts';

export interface CommandQueueHarness {
  readonly events: EventLog;
  readonly commands: CommandQueue;
  /** The same queue as another process has it; the same object where there can be no other. */
  readonly other: CommandQueue;
  close(): void;
}

const command = (id: string, runId: string, changes: Partial<Command> = {}): Command => ({
  id,
  runId,
  kind: 'cancel',
  at: instant(0),
  by: 'ada',
  ...changes,
});

/** What every CommandQueue does together with the log that answers its commands. */
export function describeCommandQueue(name: string, open: () => CommandQueueHarness): void {
  describe(`${name} as a command queue`, () => {
    let harness: CommandQueueHarness;
    let commands: CommandQueue;
    beforeEach(async () => {
      harness = open();
      commands = harness.commands;
      await harness.events.append(runStream('r1'), 0, [runCreated('r1', instant(0))]);
      await harness.events.append(runStream('r2'), 0, [runCreated('r2', instant(0))]);
    });
    afterEach(() => harness.close());

    const pending = (...runIds: string[]) => commands.pending(runIds).map(({ id }) => id);

    it('hands commands to the owner of their run, oldest first', async () => {
      const approval = command('c2', 'r1', { kind: 'approve', data: { stepId: 'gate', inputs: { to: 'prod' } } });
      await commands.submit(command('c1', 'r2'));
      await harness.other.submit(approval);
      await commands.submit(command('c0', 'r1'));
      expect(pending('r1')).toEqual(['c2', 'c0']);
      expect(pending('r1', 'r2')).toEqual(['c1', 'c2', 'c0']);
      expect(pending()).toEqual([]);
      expect(commands.pending(['r1'])[0]).toEqual(approval);
    });

    it('refuses commands for runs that are unknown or finished', async () => {
      await harness.events.append(runStream('r2'), 1, [runFinished('r2', instant(1))]);
      expect(await commands.submit(command('c1', 'r2'))).toBe(false);
      expect(await commands.submit(command('c2', 'nobody'))).toBe(false);
      expect(await commands.submit(command('c3', 'r1'))).toBe(true);
      expect(pending('r1', 'r2', 'nobody')).toEqual(['c3']);
    });

    it('takes the same id once, also after it was answered', async () => {
      expect(await commands.submit(command('c1', 'r1'))).toBe(true);
      expect(await harness.other.submit(command('c1', 'r1', { kind: 'pause' }))).toBe(true);
      expect(commands.pending(['r1']).map(({ kind }) => kind)).toEqual(['cancel']);
      await harness.events.append(runStream('r1'), 1, [runStarted('r1', instant(1))], { answers: ['c1'] });
      expect(pending('r1')).toEqual([]);
      expect(await commands.submit(command('c1', 'r1'))).toBe(true);
      expect(pending('r1')).toEqual([]);
    });

    it('can have a command answered by doing nothing', async () => {
      await commands.submit(command('c1', 'r1'));
      expect(await harness.events.append(runStream('r1'), 1, [], { answers: ['c1'] })).toEqual([]);
      expect(pending('r1')).toEqual([]);
      expect(harness.events.read(runStream('r1'), 0)).toHaveLength(1);
    });

    it('keeps a command when the events that answer it could not be written', async () => {
      await commands.submit(command('c1', 'r1'));
      const stale = harness.events.append(runStream('r1'), 7, [runStarted('r1', instant(1))], { answers: ['c1'] });
      await expect(stale).rejects.toThrow();
      expect(pending('r1')).toEqual(['c1']);
    });

    it('lets go of what a run left unanswered when it finished', async () => {
      await commands.submit(command('c1', 'r1'));
      await harness.events.append(runStream('r1'), 1, [runFinished('r1', instant(1))]);
      expect(pending('r1')).toEqual([]);
    });

    it('calls those who watch, for own commands at once and for others soon', async () => {
      const listener = vi.fn();
      const end = commands.watch(listener);
      await commands.submit(command('c1', 'r1'));
      expect(listener).toHaveBeenCalledTimes(1);
      await harness.other.submit(command('c2', 'r1'));
      await vi.waitFor(() => expect(listener.mock.calls.length).toBeGreaterThan(1), { timeout: 3000 });
      end();
      const calls = listener.mock.calls.length;
      await commands.submit(command('c3', 'r1'));
      expect(listener).toHaveBeenCalledTimes(calls);
    });
  });
}
