import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diceOf } from '../../testing/dice.ts';
import { mutate } from '../../testing/flow-mutations.ts';
import { compileFlow } from '../run/compile.ts';
import { readFlow } from './index.ts';

/**
 * Mutated flow files: whatever the text, there is a valid flow or a diagnostic that points into it, soon. The nightly form
 * takes CHRONUM_FUZZ=100000 of them; CHRONUM_FUZZ_SEED repeats a run or makes another.
 */
const COUNT = Number(process.env.CHRONUM_FUZZ ?? 1_000);
const SEED = process.env.CHRONUM_FUZZ_SEED ?? 'flows';
/** For one file of at most 60,000 characters, on a busy machine. */
const MAX_MILLISECONDS = 5_000;

const EXAMPLES = join(import.meta.dirname, '../../../examples');

/** Every key of the format, so that mutations reach the code behind each. */
const EVERY_KEY = `version: 1
name: every-key
description: A flow with every key
labels: [a, b]
x-anchors: {retry: &retry {limit: 3, delay: 1s, backoff: linear, factor: 2, maxDelay: 30s, jitter: full, on: [exit, timeout]}}
params:
  dryRun: false
  region: {type: choice, options: [eu, us], default: eu, required: true, description: where}
  count: {type: number, min: 1, max: 9, default: 3}
  tag: {type: string, pattern: "^v[0-9]+$", default: v1}
env: {NODE_ENV: test, VERSION: 3.10}
envFile: [.env]
workingDir: .
shell: bash -e {0}
secrets: {TOKEN: vault/token}
maxParallel: auto
stopOnFail: drain
defaultRetry: {limit: 2, delay: 500ms}
timeout: 1h30m
deadline: "06:00"
concurrency: {group: "g-\${{ params.region }}", limit: 2, onConflict: queue, maxQueued: 5}
onInterrupted: resume
retention: {runs: 50, days: 30, keep: failures}
workspace: shared
triggers:
  - manual
  - {every: 4s, offset: 1s, id: often}
  - {cron: "0 9 * * MON-FRI", timezone: Europe/Berlin, catchUp: last, catchUpWindow: 2h, jitter: 10s, params: {dryRun: true}}
  - {at: "2026-01-31T12:00:00Z", enabled: false}
  - {calendar: {year: every(2), month: 1..6, day: [1, 15, L], hour: 5, minute: +10}, startAt: "2026-01-01T00:00:00Z", maxRuns: 9}
  - {watch: ["in/*.csv"], events: [create, change], ignore: ["*.tmp"], debounce: 500ms, settle: 2s, batch: true}
  - {flow: backup, status: succeeded}
  - {webhook: /hook}
  - {mount: {label: BACKUP}}
  - {git: commit, branches: [main], paths: [src]}
  - {app: wake, onBattery: defer, onOffline: defer, except: [2026-12-24], onExcept: next}
defaults: {gracePeriod: 3s, tty: false}
hooks:
  - {on: [attempt.failed, step.*], if: event.attempt > 1, notify: {title: Failed, body: "\${{ event.stepId }}", urgency: critical}, timeout: 10s}
alerts: [{after: 1, recoverAfter: 1, remindEvery: 1h, notify: {title: again}}]
outputs: {version: steps.build.outputs.version}
handlers:
  onSuccess: [{name: celebrate, run: echo done}]
  onFailure: [{id: tell, run: "echo \${{ run.reason }}"}]
  onCancel: [{id: undo, run: echo undo}]
  always: [{id: clean, run: rm -rf tmp, continueOnError: true}]
steps:
  - id: build
    name: Build it
    description: builds
    executor: shell
    run: |
      echo "version=1.2.3" >> "$CHRONUM_OUTPUT"
      echo '{"files": ["a", "b"]}'
    env: {TAG: "\${{ params.tag }}"}
    secrets: [TOKEN]
    workingDir: app
    shell: sh -e {0}
    delay: {for: 1s, jitter: 200ms}
    timeout: 10m
    gracePeriod: 5s
    retry: *retry
    outputs:
      version: stdout
      files: {from: stdout, json: /files}
      first: {from: stdout, pattern: "version=(.*)"}
      double: self.exitCode * 2
    onLost: rerun
    concurrency: {group: build, limit: 1}
    breakpoint: false
    artifacts: {app: dist/**}
    sources: [src/**]
    generates: [dist/**]
  - id: test
    needs: [build]
    if: params.count > 1 && steps.build.outputs.files.size() > 0
    matrix: {os: [linux, mac], node: [22, 24.0], include: [{os: win, node: 24}], exclude: [{os: mac, node: 22}]}
    failFast: true
    maxFailures: 5%
    maxParallel: 2
    run: "test.sh \${{ matrix.os }}"
    threshold: {limit: 10, count: runs, then: skip, per: flow}
    repeat: {until: self.exitCode == 0, interval: 2s, limit: 5, backoff: constant}
    fallback:
      - restore
      - {run: echo fallback, retry: 1, timeout: 5s}
  - {id: restore, run: echo restore}
  - id: pull
    needs: build
    forEach: {in: "\${{ steps.build.outputs.files }}", as: file}
    executor: http
    with: {url: "https://example.org/\${{ file }}", method: GET, headers: {accept: json}}
    if: params.dryRun == false
    else: {run: echo not}
  - id: group
    needs: atLeast(1, test.ok, pull.done) && !restore.failed
    steps:
      - {id: lint, run: npm run lint}
      - {id: unit, run: npm test, needs: [lint.succeeded]}
    timeout: 20m
  - id: child
    executor: flow
    needs: [group, {flow: backup, status: succeeded, within: 24h, wait: 10m}]
    with: {flow: ./other, params: {region: eu}, secrets: inherit, wait: true}
  - id: ask
    executor: approval
    needs: [child]
    with: {message: "Deploy \${{ steps.build.outputs.version }}?", onTimeout: reject}
    timeout: 1d
  - id: ordered
    disabled: true
    run: scripts/pay.py
    executor: python
    frames: [{dependency: ask.failed}, {fallback: restore}, {timeout: 30s}, {retry: {limit: 3, delay: 1s}}]
`;

const seeds = [
  EVERY_KEY,
  EVERY_KEY,
  'name: tiny\nsteps:\n  - {id: a, run: echo}\n  - {id: b, run: echo, needs: [a]}\n',
  ...readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => readFileSync(join(EXAMPLES, file), 'utf8')),
];

function judge(text: string): 'flow' | 'diagnostics' {
  const { flow, diagnostics } = readFlow(text, { file: 'fuzz.chronum.yaml' });
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const found of diagnostics) {
    const { line, column, endLine, endColumn, message, code } = found;
    const isPlaced =
      line >= 1 && column >= 1 && line <= lines && (endLine > line || (endLine === line && endColumn >= column));
    if (!isPlaced || endLine > lines + 1 || message === '' || code === '')
      throw new Error(`badly placed: ${JSON.stringify(found)}`);
    if (message.length > 2_000) throw new Error(`too long a message: ${message.slice(0, 300)}`);
    for (const edit of found.fix?.edits ?? []) {
      if (!(edit.start >= 0 && edit.start <= edit.end && edit.end <= text.length))
        throw new Error(`a fix out of the text: ${JSON.stringify(found)}`);
    }
  }
  const hasError = diagnostics.some(({ severity }) => severity === 'error');
  if ((flow === null) !== hasError) throw new Error('neither a flow nor an error, or both');
  if (flow === null) return 'diagnostics';
  // What is read is plain data, and a valid flow compiles.
  const stored = JSON.stringify(flow);
  if (JSON.stringify(JSON.parse(stored)) !== stored) throw new Error('the flow is no plain data');
  compileFlow(flow);
  return 'flow';
}

it('every seed is read', () => {
  for (const text of seeds) {
    const { diagnostics } = readFlow(text, { file: 'seed.chronum.yaml' });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
});

it(`${COUNT} mutated flow files give a flow or a diagnostic (seed ${SEED})`, { timeout: 3_600_000 }, () => {
  const counts = { flow: 0, diagnostics: 0 };
  for (let round = 0; round < COUNT; round++) {
    const text = mutate(seeds, diceOf(SEED, round));
    const start = performance.now();
    try {
      counts[judge(text)]++;
    } catch (thrown) {
      throw new Error(`case ${round} of seed ${SEED}: ${thrown instanceof Error ? thrown.message : thrown}\n${text}`, {
        cause: thrown,
      });
    }
    const took = performance.now() - start;
    if (took > MAX_MILLISECONDS) throw new Error(`case ${round} of seed ${SEED} took ${took} ms\n${text}`);
  }
  // Both kinds must come up often, or the mutations prove little.
  expect(Math.min(counts.flow, counts.diagnostics)).toBeGreaterThan(COUNT / 100);
});
