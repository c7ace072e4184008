import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatPath, parsePath } from './path.ts';

it('reads every path that it writes', () => {
  const part = fc.oneof(fc.string(), fc.nat(), fc.constantFrom('steps', 'a-b', 'X-Y.Z', '0', '"', '\\', ']'));
  fc.assert(
    fc.property(fc.array(part), (path) => {
      expect(parsePath(formatPath(path))).toEqual(path);
    }),
  );
});
