import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeLogIndexRecord, encodeLogIndexRecord, LOG_INDEX_RECORD_BYTES, logIndexPath } from './log-index.ts';

const record = fc.record({
  offset: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  at: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  stream: fc.constantFrom(0 as const, 1 as const, 2 as const),
});

it('a record comes back as it was written, at any place', () => {
  fc.assert(
    fc.property(record, fc.nat(40), (written, position) => {
      const bytes = new Uint8Array(position + LOG_INDEX_RECORD_BYTES);
      encodeLogIndexRecord(bytes, position, written);
      expect(decodeLogIndexRecord(bytes, position)).toEqual(written);
      expect(decodeLogIndexRecord(bytes.subarray(0, -1), position)).toBeNull();
    }),
  );
});

it('a record with a changed byte is none, nor are zeros', () => {
  fc.assert(
    fc.property(
      record,
      fc.nat(LOG_INDEX_RECORD_BYTES - 1),
      fc.integer({ min: 1, max: 254 }),
      (written, place, change) => {
        const bytes = new Uint8Array(LOG_INDEX_RECORD_BYTES);
        encodeLogIndexRecord(bytes, 0, written);
        const before = bytes[place]!;
        bytes[place] = (before + change) % 255;
        // The checksum counts modulo 255, so it cannot tell 0 from 255.
        fc.pre(bytes[place] !== before % 255);
        expect(decodeLogIndexRecord(bytes, 0)).toBeNull();
      },
    ),
  );
  expect(decodeLogIndexRecord(new Uint8Array(LOG_INDEX_RECORD_BYTES), 0)).toBeNull();
});

it('an index lies beside its log', () => {
  expect(logIndexPath('/a/body.1.log')).toBe('/a/body.1.idx');
});
