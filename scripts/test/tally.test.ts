import { expect, test } from 'vitest';
import { add, closingLine, NOTHING, tallyOfPlaywright, tallyOfVitest, withOutcome } from './tally.ts';

test('the closing line sums up every stage', () => {
  const unit = tallyOfVitest('{"numPassedTests": 7, "numFailedTests": 1, "numPendingTests": 2}');
  const e2e = tallyOfPlaywright('{"stats": {"expected": 3, "unexpected": 1, "flaky": 1, "skipped": 4}}');
  expect(closingLine(add(add(NOTHING, unit), e2e))).toBe('10 passed, 3 failed');
});

test('a stage that fails without a failed test counts as one', () => {
  expect(withOutcome(NOTHING, false)).toEqual({ passed: 0, failed: 1 });
  expect(withOutcome({ passed: 5, failed: 0 }, false)).toEqual({ passed: 5, failed: 1 });
  expect(withOutcome({ passed: 5, failed: 2 }, false)).toEqual({ passed: 5, failed: 2 });
  expect(withOutcome({ passed: 5, failed: 0 }, true)).toEqual({ passed: 5, failed: 0 });
});
