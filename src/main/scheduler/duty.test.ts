import { describe, expect, it } from 'vitest';
import { createTestClock } from '../../testing/test-clock.ts';
import { takeDuty } from './duty.ts';

describe('the duty to fire', () => {
  const contender = (clock: ReturnType<typeof createTestClock>, tryHold: () => boolean) => {
    const told: string[] = [];
    const duty = takeDuty({
      clock,
      owners: { tryHold },
      begin: async () => void told.push('begin'),
      end: async () => void told.push('end'),
      report: (message) => told.push(message),
    });
    return { duty, told };
  };

  it('goes to one, and to the other within seconds when the lock is free', async () => {
    const clock = createTestClock();
    let holder = '';
    const hold = (name: string) => () => {
      holder ||= name;
      return holder === name;
    };
    const app = contender(clock, hold('app'));
    const daemon = contender(clock, hold('daemon'));
    await clock.advance(60_000);
    expect([app.told, daemon.told]).toEqual([['begin'], []]);
    expect([app.duty.isHeld, daemon.duty.isHeld]).toEqual([true, false]);
    await app.duty.stop();
    holder = '';
    await clock.advance(3_000);
    expect([app.told, daemon.told]).toEqual([['begin', 'end'], ['begin']]);
    await daemon.duty.stop();
  });

  it('begins again when beginning fails', async () => {
    const clock = createTestClock();
    let attempts = 0;
    const told: string[] = [];
    const duty = takeDuty({
      clock,
      owners: { tryHold: () => true },
      begin: async () => {
        if (++attempts < 3) throw new Error('the disk is full');
      },
      end: async () => {},
      report: (message) => told.push(message),
    });
    await clock.advance(60_000);
    expect([attempts, told.length]).toEqual([3, 2]);
    await duty.stop();
  });

  it('is looked for again when the lock cannot be read, and let go without having begun', async () => {
    const clock = createTestClock();
    let broken = true;
    const { duty, told } = contender(clock, () => {
      if (broken) throw new Error('no access');
      return false;
    });
    await clock.advance(1_000);
    expect(told[0]).toContain('no access');
    broken = false;
    await clock.advance(10_000);
    await duty.stop();
    expect(told).toHaveLength(1);
  });
});
