/** How many tests of a stage passed and failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0 };

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** A stage that failed although no test of it did (a type error, a crash, a file that does not load) counts as one. */
export function withOutcome(tally: Tally, succeeded: boolean): Tally {
  return succeeded || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

/** The last line of `npm test`. */
export function closingLine({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}

/** Reads the report of vitest's json reporter. */
export function tallyOfVitest(report: string): Tally {
  const { numPassedTests, numFailedTests }: { numPassedTests: number; numFailedTests: number } = JSON.parse(report);
  return { passed: numPassedTests, failed: numFailedTests };
}

/** Reads the report of Playwright's json reporter; a flaky test has not passed. */
export function tallyOfPlaywright(report: string): Tally {
  const { stats }: { stats: { expected: number; unexpected: number; flaky: number } } = JSON.parse(report);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}
