import type { Roll } from '../dice.ts';

/**
 * The text of a flow of small shell steps: some slow, some that fail at first, some that leave children in the background, some with a
 * lock, a threshold, a matrix or a group of their own. Each of them comes to an end within half a second, whatever is killed meanwhile.
 */
export function randomFlow(dice: Roll, head = ''): string {
  const size = 3 + dice(8);
  const steps = Array.from({ length: size }, (_, i) => stepText(dice, i));
  return `name: random\n${head}maxParallel: ${1 + dice(4)}\nsteps:\n${steps.join('\n')}\n`;
}

function stepText(dice: Roll, i: number): string {
  const needs = Array.from({ length: i }, (_, n) => `s${n}`).filter(() => dice(3) === 0);
  const lines = [`  - id: s${i}`, `    needs: [${needs.join(', ')}]`, '    gracePeriod: 200ms', ...rulesOf(dice, i)];
  if (dice(6) === 0) {
    const inner = [0, 1].map((n) => `      - {id: i${n}, gracePeriod: 200ms, run: "${traced(`s${i}-i${n}`, dice)}"}`);
    return [...lines, '    steps:', ...inner].join('\n');
  }
  return [...lines, '    retry: {limit: 2, delay: 50ms}', '    run: |', ...bodyOf(dice, i)].join('\n');
}

/** At most one rule besides the body's own. */
function rulesOf(dice: Roll, i: number): string[] {
  const rules = [
    `    concurrency: {group: lock-${i % 2}}`,
    '    threshold: {limit: 2, count: runs, then: skip}',
    '    matrix: {n: [1, 2]}',
    '    onLost: fail',
    '    delay: 80ms',
  ];
  const rule = rules[dice(10)];
  return rule === undefined ? [] : [rule];
}

function bodyOf(dice: Roll, i: number): string[] {
  const slow = (dice(25) / 100).toFixed(2);
  const behaviour = [
    `sleep ${slow}`,
    `sleep 300 & sleep ${slow}`,
    `(sleep 300 > /dev/null & sleep ${slow}) | cat`,
    `test -e flag-${i} || { touch flag-${i}; exit 7; }; sleep ${slow}`,
  ][dice(4)];
  return [behaviour, 'echo done'].map((line) => `      ${line}`);
}

const traced = (name: string, dice: Roll): string => `echo ${name}; sleep ${(dice(15) / 100).toFixed(2)}`;
