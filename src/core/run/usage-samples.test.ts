import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUsage, encodeUsage, thinned, USAGE_RECORD_BYTES, type UsageSample, usagePath } from './usage-samples.ts';

const sample = fc.record<UsageSample>({
  at: fc.integer({ min: 1, max: 2 ** 47 }),
  cpuMs: fc.integer({ min: 0, max: 2 ** 40 }),
  memory: fc.integer({ min: 0, max: 2 ** 44 }),
  processes: fc.integer({ min: 0, max: 0xffff }),
});

const bytesOf = (samples: readonly UsageSample[]): Uint8Array =>
  Uint8Array.from(samples.flatMap((each) => [...encodeUsage(each)]));

describe('samples of usage', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(sample), (samples) => {
        expect(decodeUsage(bytesOf(samples))).toEqual(samples);
      }),
    );
  });

  it('are whole, whatever a crash left', () => {
    fc.assert(
      fc.property(
        fc.array(sample, { minLength: 1 }),
        fc.integer({ min: 1, max: USAGE_RECORD_BYTES - 1 }),
        (samples, cut) => {
          const bytes = bytesOf(samples);
          expect(decodeUsage(bytes.subarray(0, bytes.length - cut))).toEqual(samples.slice(0, -1));
          const hole = new Uint8Array(bytes.length + USAGE_RECORD_BYTES);
          hole.set(bytes);
          expect(decodeUsage(hole)).toEqual(samples);
        },
      ),
    );
  });

  it('stay few and keep the peak, the end and the order', () => {
    fc.assert(
      fc.property(
        fc.array(sample, { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 20 }),
        (samples, most) => {
          const few = thinned(samples, most);
          expect(few.length).toBeLessThanOrEqual(most);
          expect(Math.max(...few.map(({ memory }) => memory))).toBe(Math.max(...samples.map(({ memory }) => memory)));
          expect(few.at(-1)?.at).toBe(samples.at(-1)?.at);
          expect(few.at(-1)?.cpuMs).toBe(samples.at(-1)?.cpuMs);
        },
      ),
    );
  });

  it('lie beside the log', () => expect(usagePath('/a/body.1.log')).toBe('/a/body.1.use'));
});
