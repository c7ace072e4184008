import { describe, expect, it } from 'vitest';
import { paced, pulses } from './streams.ts';

const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('pulses', () => {
  it('beat once at once, then once for many calls, and miss none that comes while the reader works', async () => {
    let wake: () => void = () => undefined;
    let isOpen = true;
    const beats = pulses(
      (call) => {
        wake = call;
        return () => {
          isOpen = false;
        };
      },
      { signal: undefined, interval: 1 },
    );
    await beats.next();
    wake();
    wake();
    await beats.next();
    const third = beats.next();
    expect(await Promise.race([third.then(() => 'beat'), tick().then(() => 'quiet')])).toBe('quiet');
    wake();
    await third;
    await beats.return();
    expect(isOpen).toBe(false);
  });

  it('end when the signal is aborted, whatever they wait for', async () => {
    const controller = new AbortController();
    const beats = pulses(() => () => undefined, { signal: controller.signal, interval: 60_000 });
    await beats.next();
    const next = beats.next();
    controller.abort();
    expect((await next).done).toBe(true);
  });
});

describe('paced', () => {
  it('gives everything once, in order, in batches that are not too large', async () => {
    const controller = new AbortController();
    const open = (push: (item: number) => void) => {
      for (let item = 0; item < 25; item++) push(item);
      const timer = setTimeout(() => push(25), 5);
      return () => clearTimeout(timer);
    };
    const seen: number[] = [];
    for await (const batch of paced(open, { signal: controller.signal, interval: 1, limit: 10 })) {
      expect(batch.length).toBeLessThanOrEqual(10);
      seen.push(...batch);
      if (seen.length === 26) controller.abort();
    }
    expect(seen).toEqual(Array.from({ length: 26 }, (_, index) => index));
  });
});
