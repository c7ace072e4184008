import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as asar from '@electron/asar';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asarOf } from './asar.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chronum-asar-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("Electron's own reader finds every file as it was written", () => {
  const name = fc.stringMatching(/^[a-z][a-zé0-9.-]{0,12}$/);
  const content = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  let round = 0;
  fc.assert(
    fc.property(fc.dictionary(name, content, { minKeys: 1, maxKeys: 8 }), (files) => {
      const path = join(folder, `${round++}.asar`);
      writeFileSync(path, asarOf(files));
      const listed = asar.listPackage(path, { isPack: false }).map((entry) => entry.slice(1));
      expect(listed.toSorted()).toEqual(Object.keys(files).toSorted());
      for (const [file, bytes] of Object.entries(files)) expect(asar.extractFile(path, file)).toEqual(bytes);
    }),
    { numRuns: 100 },
  );
});

test('a path is refused: only flat files have a place', () => {
  expect(() => asarOf({ 'lib/main.js': '' })).toThrow('lib/main.js');
});
