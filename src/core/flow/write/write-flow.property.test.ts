import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../base/json.ts';
import type { Alternative, Flow, FrameEntry, Needs, ParamSpec, Step, StepRules, Trigger } from '../flow.ts';
import { readFlow } from '../read.ts';
import { triggerIdOf } from '../schema/trigger.ts';
import { writeFlow } from './write-flow.ts';

/** Random flows without errors, with every key of the format. */

const line = fc.oneof(
  fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9 ./_-]{0,12}$/).map((text) => text.trim()),
  fc.constantFrom(
    'echo "hi" && ls',
    "it's",
    'a: b',
    'x # y',
    '5',
    '1.50',
    'true',
    '~',
    '- x',
    '[1]',
    '{a}',
    'ünï ☃',
    'a, b',
    'tab\there',
    'c:\\dir',
    '!tag',
    '*a',
  ),
);
const script = fc.oneof(
  line,
  fc.constantFrom('set -e\nmake all\n', 'one\n\n  two\nthree', '\n leading\n', 'trailing\n\n', 'a\r\nb'),
);
const text = fc.oneof(line, fc.constant(''));
const id = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
const millis = fc.oneof(fc.integer({ min: 0, max: 200_000_000 }), fc.constantFrom(0, 250, 1000, 5_400_000));
const template = fc.constantFrom('${{ params.size }}', '${{ 1 + 2 }}', '${{ params.size > 3 ? 2 : 1 }}');
const duration = fc.oneof(millis, template);
const count = fc.oneof(fc.integer({ min: 1, max: 40 }), template);
const condition = fc.oneof(fc.boolean(), fc.constantFrom('params.size > 3', 'true && false', "run.id == 'x: y'"));
const json: Arbitrary<Json> = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 2 },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(id, tie('any'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).any;
const jsonMap = fc.dictionary(id, json, { maxKeys: 3, noNullPrototype: true });
const env = fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,6}$/), text, { maxKeys: 3, noNullPrototype: true });
const some = <T>(one: Arbitrary<T>, min = 0) => fc.array(one, { minLength: min, maxLength: 3 });
const record = <T extends object>(model: { [K in keyof T]: Arbitrary<T[K]> }, required: (keyof T)[] = []) =>
  fc.record(model, { requiredKeys: required, noNullPrototype: true }) as unknown as Arbitrary<T>;

const secretName = fc.stringMatching(/^[A-Z][A-Z_]{0,6}$/);
const secrets = fc.oneof(
  fc.uniqueArray(secretName, { maxLength: 3 }).map((names) => names.map((name) => ({ env: name, name }))),
  fc.uniqueArray(fc.record({ env: secretName, store: id, name: id }, { noNullPrototype: true }), {
    selector: (one) => one.env,
    minLength: 1,
    maxLength: 3,
  }),
);
const retry = record<NonNullable<StepRules['retry']>>(
  {
    limit: fc.oneof(fc.integer({ min: 0, max: 9 }), template),
    delay: duration,
    backoff: fc.constantFrom('exponential', 'linear', 'constant'),
    factor: fc.oneof(fc.constantFrom(1, 1.5, 2), template),
    maxDelay: duration,
    jitter: fc.oneof(fc.constantFrom('full', 'equal', 'none'), millis),
    on: some(fc.constantFrom('exit', 'timeout', 'network', 'x.mine'), 1),
    onExitCodes: some(fc.integer({ min: 0, max: 255 }), 1),
    notOnExitCodes: some(fc.integer({ min: 0, max: 255 }), 1),
    if: condition,
  },
  ['limit'],
);
const repeat = fc.oneof(
  record<NonNullable<StepRules['repeat']>>(
    { until: condition, interval: duration, limit: count, backoff: fc.constant('linear') },
    ['until'],
  ),
  record<NonNullable<StepRules['repeat']>>({ while: condition, limit: count }, ['limit']),
);
const threshold = record<NonNullable<StepRules['threshold']>>(
  {
    limit: count,
    count: fc.constantFrom('runs', 'failures'),
    // biome-ignore lint/suspicious/noThenProperty: the key's name in the format
    then: fc.constantFrom('skip', 'fail'),
    per: fc.constantFrom('flow', 'run'),
  },
  ['limit'],
);
const shell = fc.constantFrom('bash -e {0}', "sh -c 'x' {0}");
const delay = record<NonNullable<StepRules['delay']>>({ for: duration, jitter: duration }, ['for']);
const rules = {
  if: condition,
  env,
  secrets,
  workingDir: fc.constantFrom('sub', './a b', '..'),
  shell,
  tty: fc.boolean(),
  delay,
  timeout: duration,
  gracePeriod: duration,
  retry,
  threshold,
  repeat,
  failFast: fc.oneof(fc.boolean(), template),
  maxFailures: fc.oneof(fc.nat(9), fc.constantFrom('5%', '12.5%')),
  maxParallel: count,
  continueOnError: fc.oneof(fc.boolean(), template),
  onLost: fc.constantFrom('rerun', 'fail', 'ask'),
} as const;

const matrixValues = some(fc.oneof(text, jsonMap), 1);
const axes = fc.dictionary(
  id.filter((name) => name !== 'include' && name !== 'exclude'),
  fc.oneof(matrixValues, template),
  {
    minKeys: 1,
    maxKeys: 2,
    noNullPrototype: true,
  },
);
const combinations = fc.oneof(some(fc.dictionary(id, text, { maxKeys: 2, noNullPrototype: true })), template);
const matrix = record<NonNullable<Step['matrix']>>(
  { axes: axes as never, include: combinations as never, exclude: combinations as never },
  ['axes'],
);
const forEach = fc.record(
  { in: fc.oneof(some(json), template), as: fc.constantFrom('item', 'file') },
  { noNullPrototype: true },
);
const outputs = fc.dictionary(
  id,
  fc.oneof(
    fc.constant({ kind: 'stdout' as const }),
    fc.constantFrom('v(\\d+)', '^a: (.*)$').map((pattern) => ({ kind: 'pattern' as const, pattern })),
    fc.constantFrom('', '/a/0').map((pointer) => ({ kind: 'json' as const, pointer })),
    fc
      .constantFrom('self.exitCode', '5', 'true', '"x: y"')
      .map((expression) => ({ kind: 'expression' as const, expression })),
  ),
  { maxKeys: 3, noNullPrototype: true },
);
const bodies = fc.oneof(
  fc.record({ run: script }, { noNullPrototype: true }),
  fc.record(
    { executor: fc.constantFrom('python', 'node'), run: script, with: jsonMap },
    { requiredKeys: ['executor', 'run'], noNullPrototype: true },
  ),
  fc.record(
    { executor: fc.constantFrom('http', 'noop'), with: jsonMap },
    { requiredKeys: ['executor'], noNullPrototype: true },
  ),
);
const bodyAlternative = fc
  .tuple(
    bodies,
    record<StepRules>({
      env,
      retry,
      timeout: duration,
      gracePeriod: duration,
      workingDir: rules.workingDir,
      shell,
      secrets,
    }),
  )
  .map(([body, own]) => ({ kind: 'body' as const, ...body, ...own }) as Alternative);

const frameLists: Arbitrary<readonly FrameEntry[]> = fc.subarray<FrameEntry>([
  { frame: 'threshold', config: { limit: 3 } },
  { frame: 'breakpoint', config: true },
  { frame: 'timeout', config: 30_000 },
  { frame: 'delay', config: { for: 5_000 } },
  { frame: 'retry', config: { limit: 3, delay: 1_000 } },
  { frame: 'fallback', config: [{ kind: 'body', run: 'echo no' }] },
  { frame: 'repeat', config: { until: 'self.exitCode == 0', limit: 4 } },
  { frame: 'if', config: { if: 'params.size > 1', else: { kind: 'body', run: 'echo else' } } },
  { frame: 'expand', config: { matrix: { axes: { os: ['a', 'b'] } }, failFast: true } },
]);
const FRAME_OF: Readonly<Record<string, readonly string[]>> = {
  expand: ['matrix', 'forEach', 'failFast', 'maxFailures', 'maxParallel'],
};

const stepRest = record<Omit<Step, 'id'>>({
  ...rules,
  description: text,
  fallback: some(bodyAlternative, 1),
  matrix,
  forEach: forEach as never,
  outputs,
  concurrency: record<NonNullable<Step['concurrency']>>({ group: line, limit: count }, ['group']),
  frames: frameLists as never,
  breakpoint: fc.boolean(),
  disabled: fc.boolean(),
  artifacts: fc.dictionary(id, fc.constant('out/**'), { maxKeys: 2, noNullPrototype: true }),
  cache: json,
  sources: some(fc.constantFrom('src/**', 'a b'), 1),
  generates: some(fc.constantFrom('out/**', 'x'), 1),
});

const names = fc.uniqueArray(fc.oneof(id, fc.constantFrom('Build it', 'Deploy: now', '1st')), {
  minLength: 1,
  maxLength: 4,
  selector: (name) => slug(name),
});
const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/-+$/, '');

const stepsOf = (depth: number): Arbitrary<readonly Step[]> =>
  names.chain((all) =>
    fc
      .tuple(...all.map((name, i) => stepOf(name, all.slice(0, i), i, depth)))
      .map((list) => list as unknown as readonly Step[]),
  );

function stepOf(name: string, before: readonly string[], position: number, depth: number): Arbitrary<Step> {
  const inner =
    depth > 0
      ? fc.oneof(
          { weight: 5, arbitrary: bodies },
          stepsOf(depth - 1).map((steps) => ({ steps })),
        )
      : bodies;
  return fc
    .tuple(inner, stepRest, fc.boolean(), needsOf(before), bodyAlternative)
    .map(([body, rest, hasName, needs, other]) => {
      const made = /^[a-z_]/.test(slug(name)) ? slug(name) : `step-${position + 1}`;
      const own = { ...rest } as Record<string, unknown>;
      for (const { frame } of rest.frames ?? []) for (const key of FRAME_OF[frame] ?? [frame]) delete own[key];
      if (own.if !== undefined && position % 2 === 0) own.else = other;
      if (own.matrix !== undefined) delete own.forEach;
      const named = hasName || !/^[a-z_]/.test(name) || slug(name) !== name ? { name } : {};
      return { ...named, id: made, ...body, ...own, ...(needs === undefined ? {} : { needs }) } as Step;
    });
}

function needsOf(before: readonly string[]): Arbitrary<Needs | undefined> {
  const ids = before.map(slug).filter((one) => /^[a-z_]/.test(one));
  const flow = record<{ kind: 'flow'; flow: string; status: 'failed'; within: number; wait: number }>(
    { kind: fc.constant('flow'), flow: line, status: fc.constant('failed'), within: millis, wait: millis },
    ['kind', 'flow'],
  );
  if (ids.length === 0) return fc.constant(undefined);
  const atom = fc
    .tuple(fc.constantFrom(...ids), fc.constantFrom('', '.done', '.ok', '.failed'))
    .map(([one, end]) => one + end);
  const entry = fc.oneof({ weight: 5, arbitrary: atom.map((one) => ({ kind: 'step' as const, atom: one })) }, flow);
  return fc.oneof(
    some(entry).map((entries) => ({ kind: 'all', entries }) as Needs),
    some(atom, 1).map((atoms) => ({ kind: 'expression', text: `!(${atoms.join(' || ')})` }) as Needs),
    fc.constant(undefined),
  );
}

const param: Arbitrary<ParamSpec> = fc.oneof(
  fc.boolean().map((value) => ({ type: 'boolean' as const, default: value })),
  fc.integer().map((value) => ({ type: 'number' as const, default: value })),
  text.map((value) => ({ type: 'string' as const, default: value })),
  fc.record(
    { type: fc.constant('number' as const), required: fc.boolean(), min: fc.constant(0), max: fc.constant(9) },
    { requiredKeys: ['type'], noNullPrototype: true },
  ),
  fc.constant({ type: 'choice' as const, options: ['a', '1', 'x, y'], default: 'a' }),
  json
    .filter((value) => typeof value === 'object' && value !== null)
    .map((value) => ({ type: 'json' as const, default: value })),
  fc.constant({ type: 'path' as const, pattern: '[a-z]+', description: 'a: path' }),
);
const triggers: Arbitrary<readonly Trigger[]> = fc
  .tuple(
    fc.subarray<Record<string, unknown>>([
      { type: 'manual' },
      { type: 'every', every: 4_000, offset: 500 },
      {
        type: 'cron',
        cron: '0 9 * * MON-FRI',
        timezone: 'Europe/Berlin',
        catchUp: 'skip',
        onExcept: 'next',
        except: ['2030-12-25', 'days.ics'],
      },
      { type: 'at', at: '2030-01-31T09:00:00Z' },
      {
        type: 'calendar',
        calendar: { hour: '+3', minute: 'jitter(+2, 2)', day: '[1, 15, L]' },
        startAt: '2030-01-01T00:00:00Z',
        maxRuns: 3,
      },
      { type: 'calendar', calendar: '{ year: interval(1), month: 1, day: 1..=10 }', jitter: 2_000 },
      {
        type: 'watch',
        watch: ['in/*.csv'],
        events: ['create', 'delete'],
        ignore: ['a', 'b'],
        debounce: 500,
        existing: true,
        batch: false,
      },
      { type: 'flow', flow: 'backup: all', status: 'done', enabled: false, onBattery: 'defer' },
      { type: 'webhook', webhook: '/hook' },
      { type: 'mount', mount: { label: 'USB' } },
      { type: 'git', git: 'push', branches: ['main'] },
      { type: 'app', app: 'wake', catchUpWindow: 3_600_000 },
    ]),
    fc.boolean(),
  )
  .map(([list, own]) =>
    list.map(
      (one, i) =>
        ({
          ...one,
          id: own && i === 0 && one.type !== 'manual' ? 'my-own' : triggerIdOf(one as never),
        }) as unknown as Trigger,
    ),
  );
const action = fc.oneof(
  line.map((run) => ({ run })),
  record<{ notify: object }>(
    {
      notify: record<{ title: string; body: string; urgency: 'low' }>(
        { title: line, body: text, urgency: fc.constant('low') },
        ['title'],
      ),
    },
    ['notify'],
  ),
  fc.constantFrom(
    { webhook: 'http://127.0.0.1:9/x' },
    { webhook: { url: 'http://127.0.0.1', method: 'POST', headers: { a: 'b' } } },
  ),
);

const flow: Arbitrary<Flow> = fc
  .tuple(
    record<Flow>(
      {
        version: fc.constant(1),
        name: line,
        description: text,
        labels: some(line),
        params: fc
          .dictionary(id, param, { maxKeys: 3, noNullPrototype: true })
          .map((map) => ({ ...map, size: { type: 'number', default: 2 } }) as never),
        env,
        envFile: some(fc.constantFrom('.env', 'a b.env'), 1),
        workingDir: rules.workingDir,
        shell,
        secrets,
        maxParallel: fc.oneof(count, fc.constant('auto' as const)),
        stopOnFail: fc.oneof(fc.boolean(), fc.constant('drain' as const), template),
        defaultRetry: retry,
        timeout: duration,
        deadline: fc.constantFrom('2h', '09:30'),
        concurrency: record<NonNullable<Flow['concurrency']>>(
          { group: line, limit: count, onConflict: fc.constantFrom('queue', 'skip'), maxQueued: fc.nat(9) },
          ['group'],
        ),
        triggers,
        defaults: record<StepRules>({ executor: fc.constant('shell'), ...rules } as never),
        outputs: fc.dictionary(id, fc.constantFrom('params.size', '5', "'a: b'"), {
          maxKeys: 2,
          noNullPrototype: true,
        }),
        hooks: some(
          fc
            .tuple(
              some(fc.constantFrom('attempt.failed', 'step.*', 'x.own'), 1),
              action,
              record<object>({ if: condition, timeout: millis } as never),
            )
            .map(([on, act, rest]) => ({ on, ...act, ...rest }) as never),
        ),
        alerts: some(
          fc
            .tuple(action, record<object>({ after: fc.integer({ min: 1, max: 5 }), remindEvery: millis } as never))
            .map(([act, rest]) => ({ ...act, ...rest }) as never),
        ),
        retention: record<NonNullable<Flow['retention']>>({
          runs: fc.integer({ min: 1, max: 9 }),
          days: fc.integer({ min: 1, max: 9 }),
          keep: fc.constantFrom('all', 'failures'),
        }),
        onInterrupted: fc.constantFrom('resume', 'fail'),
        workspace: fc.oneof(fc.constantFrom('shared' as const, 'temp' as const), fc.constant({ worktree: 'main' })),
        steps: stepsOf(1),
        extensions: fc.dictionary(
          id.map((one) => `x-${one}`),
          json,
          { minKeys: 1, maxKeys: 2, noNullPrototype: true },
        ),
      },
      ['version', 'name', 'params', 'steps'],
    ),
    fc.record({ always: stepsOf(0), onFailure: stepsOf(0) }, { requiredKeys: [], noNullPrototype: true }),
    fc.boolean(),
  )
  .map(([made, handlers, has]) => (has ? { ...made, handlers } : made))
  .filter(hasUniqueIds);

function hasUniqueIds({ steps, handlers = {} }: Flow): boolean {
  const ids = [steps, ...Object.values(handlers)].flatMap((list) => (list as readonly Step[]).map((step) => step.id));
  return new Set(ids).size === ids.length;
}

describe('writing a flow', () => {
  it('reads back as the same flow', () => {
    fc.assert(
      fc.property(flow, (value) => {
        const text = writeFlow(value);
        const { flow: back, diagnostics } = readFlow(text, { file: 'random.yaml' });
        const errors = diagnostics.filter(({ severity }) => severity === 'error');
        if (errors.length > 0)
          throw new Error(`${errors.map((one) => `${one.line}: ${one.message}`).join('\n')}\n\n${text}`);
        expect(back).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });
});
