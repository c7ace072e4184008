import { expect, test } from 'vitest';
import { icnsOf, icoOf } from './containers.ts';

const small = { size: 16, png: Buffer.from('small') };
const large = { size: 256, png: Buffer.from('a large one') };

test('an ico points at each picture, and writes 256 as 0', () => {
  const ico = icoOf([small, large]);
  expect(ico.readUInt16LE(4)).toBe(2);
  const pictures = [0, 1].map((index) => {
    const at = 6 + 16 * index;
    const offset = ico.readUInt32LE(at + 12);
    return [ico.readUInt8(at), ico.toString('utf8', offset, offset + ico.readUInt32LE(at + 8))];
  });
  expect(pictures).toEqual([
    [16, 'small'],
    [0, 'a large one'],
  ]);
});

test('an icns is a chain of blocks that ends with the file', () => {
  const icns = icnsOf([small, large]);
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const types: string[] = [];
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) types.push(icns.toString('latin1', at, at + 4));
  expect(types).toEqual(['icp4', 'ic08', 'ic13']);
});
