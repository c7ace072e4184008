import { expect, test } from 'vitest';
import { add, closingLine, NOTHING, tallyOfPlaywright, tallyOfVitest, withOutcome } from './tally.ts';

const PLAYWRIGHT = {
  stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 4 },
  suites: [
    {
      specs: [{ title: 'runs', file: 'a.spec.ts', line: 3, tests: [{ status: 'expected' }] }],
      suites: [{ specs: [{ title: 'closes', file: 'a.spec.ts', line: 9, tests: [{ status: 'flaky' }] }] }],
    },
  ],
};

test('the closing line sums up every stage', () => {
  const unit = tallyOfVitest('{"numPassedTests": 7, "numFailedTests": 1, "numPendingTests": 2}');
  const e2e = tallyOfPlaywright(JSON.stringify(PLAYWRIGHT));
  expect(closingLine(add(add(NOTHING, unit), e2e))).toBe('11 passed, 2 failed');
});

test('what passed at its second attempt only is known by name', () => {
  const e2e = tallyOfPlaywright(JSON.stringify(PLAYWRIGHT));
  expect(add(NOTHING, e2e).flaky).toEqual(['a.spec.ts:9 closes']);
});

test('a stage that fails without a failed test counts as one', () => {
  expect(withOutcome(NOTHING, false)).toEqual({ passed: 0, failed: 1 });
  expect(withOutcome({ passed: 5, failed: 0 }, false)).toEqual({ passed: 5, failed: 1 });
  expect(withOutcome({ passed: 5, failed: 2 }, false)).toEqual({ passed: 5, failed: 2 });
  expect(withOutcome({ passed: 5, failed: 0 }, true)).toEqual({ passed: 5, failed: 0 });
});
