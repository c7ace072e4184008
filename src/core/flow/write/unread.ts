import { formatDuration } from '../../base/duration.ts';
import type { Json } from '../../base/json.ts';
import type {
  Alternative,
  Body,
  DelaySpec,
  ForEachSpec,
  FrameEntry,
  MatrixSpec,
  Needs,
  OutputSpec,
  ParamSpec,
  RepeatSpec,
  RetrySpec,
  SecretRef,
  Step,
  StepRules,
} from '../flow.ts';
import { slugOf } from '../schema/slug.ts';
import { Verbatim, type Written, type WrittenMap } from './written.ts';

/** The other way round from the schema: values of a Flow in the form that a person would write, short where that is exact. */

type Entries = readonly (readonly [string, Written | undefined])[];

/** A map of what is there, in the order given. */
export const mapOf = (entries: Entries): WrittenMap =>
  Object.fromEntries(entries.filter((entry): entry is readonly [string, Written] => entry[1] !== undefined));

/** Applies a way of writing to a value that may be absent. */
export const given = <T>(value: T | undefined, write: (value: T) => Written): Written | undefined =>
  value === undefined ? undefined : write(value);

export const asJson = (value: Json): Written => value;
export const duration = (value: number | string): Written =>
  typeof value === 'number' ? formatDuration(value) : value;
const plain = (value: string | number | boolean): Written => value;
export const verbatim = (text: string): Written => new Verbatim(text);
export const oneOrMany = (list: readonly string[]): Written => (list.length === 1 ? list[0]! : list);
const listOf =
  <T>(write: (item: T) => Written) =>
  (list: readonly T[]): Written =>
    list.map(write);
const mapEach =
  <T>(write: (item: T) => Written) =>
  (map: Readonly<Record<string, T>>): Written =>
    mapOf(Object.entries(map).map(([key, item]) => [key, write(item)]));

export const env = mapEach(verbatim);
export const expressions = mapEach(verbatim);

export function secrets(references: readonly SecretRef[]): Written {
  if (references.every(({ env: variable, store, name }) => variable === name && store === undefined)) {
    return references.map(({ name }) => name);
  }
  return mapOf(
    references.map(({ env: variable, store, name }) => [variable, store === undefined ? name : `${store}/${name}`]),
  );
}

export function retry(rule: RetrySpec): Written {
  if (Object.keys(rule).length === 1) return rule.limit;
  return mapOf([
    ['limit', rule.limit],
    ['delay', given(rule.delay, duration)],
    ['backoff', rule.backoff],
    ['factor', rule.factor],
    ['maxDelay', given(rule.maxDelay, duration)],
    ['jitter', given(rule.jitter, duration)],
    ['on', given(rule.on, listOf(plain))],
    ['onExitCodes', given(rule.onExitCodes, listOf(plain))],
    ['notOnExitCodes', given(rule.notOnExitCodes, listOf(plain))],
    ['if', rule.if],
  ]);
}

const delay = (rule: DelaySpec): Written =>
  rule.jitter === undefined
    ? duration(rule.for)
    : mapOf([
        ['for', duration(rule.for)],
        ['jitter', duration(rule.jitter)],
      ]);

const repeat = (rule: RepeatSpec): Written =>
  mapOf([
    ['until', rule.until],
    ['while', rule.while],
    ['interval', given(rule.interval, duration)],
    ['limit', rule.limit],
    ['backoff', rule.backoff],
  ]);

function needs(written: Needs): Written {
  if (written.kind === 'expression') return written.text;
  return written.entries.map((entry): Written => {
    if (entry.kind === 'step') return entry.atom;
    return mapOf([
      ['flow', entry.flow],
      ['status', entry.status],
      ['within', given(entry.within, duration)],
      ['wait', given(entry.wait, duration)],
    ]);
  });
}

const matrixValue = (value: Json): Written => (typeof value === 'string' ? new Verbatim(value) : value);
const axis = (values: readonly Json[] | string): Written =>
  typeof values === 'string' ? values : values.map(matrixValue);
const combinations = (list: readonly Readonly<Record<string, Json>>[] | string): Written =>
  typeof list === 'string' ? list : list.map((one) => mapEach(matrixValue)(one));

const matrix = (spec: MatrixSpec): Written =>
  mapOf([
    ...Object.entries(spec.axes).map(([name, values]) => [name, axis(values)] as const),
    ['include', given(spec.include, combinations)],
    ['exclude', given(spec.exclude, combinations)],
  ]);

const forEach = (spec: ForEachSpec): Written =>
  spec.as === 'item'
    ? spec.in
    : mapOf([
        ['in', spec.in],
        ['as', spec.as],
      ]);

function output(spec: OutputSpec): Written {
  switch (spec.kind) {
    case 'stdout':
      return 'stdout';
    case 'pattern':
      return { from: 'stdout', pattern: spec.pattern };
    case 'json':
      return { from: 'stdout', json: spec.pointer };
    case 'expression':
      return new Verbatim(spec.expression);
  }
}

export function param(spec: ParamSpec): Written {
  const value = spec.default;
  const isShort = Object.keys(spec).length === 2 && typeof value === spec.type;
  if (isShort && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')) return value;
  return mapOf([
    ['type', spec.type],
    ['default', spec.default],
    ['required', spec.required],
    ['options', given(spec.options, listOf(verbatim))],
    ['min', spec.min],
    ['max', spec.max],
    ['pattern', spec.pattern],
    ['description', spec.description],
  ]);
}

function alternative(one: Alternative): Written {
  if (one.kind === 'step') return one.id;
  return mapOf([
    ...body(one),
    ['env', given(one.env, env)],
    ['secrets', given(one.secrets, secrets)],
    ['workingDir', one.workingDir],
    ['shell', one.shell],
    ['timeout', given(one.timeout, duration)],
    ['gracePeriod', given(one.gracePeriod, duration)],
    ['retry', given(one.retry, retry)],
  ]);
}

const alternatives = (list: readonly Alternative[]): Written =>
  list.length === 1 ? alternative(list[0]!) : list.map(alternative);

const body = (written: Body): Entries => [
  ['executor', written.executor],
  ['run', written.run],
  ['with', written.with],
  ['steps', given(written.steps, steps)],
];

/** The configuration of a frame in the form of its sugar key. */
function frame({ frame: name, config }: FrameEntry): Written {
  return { [name]: frameConfig(name, config) };
}

function frameConfig(name: string, config: Json): Written {
  switch (name) {
    case 'dependency':
      return needs(config as unknown as Needs);
    case 'expand': {
      const {
        matrix: axes,
        forEach: each,
        ...rest
      } = config as unknown as { matrix?: MatrixSpec; forEach?: ForEachSpec };
      return mapOf([
        ['matrix', given(axes, matrix)],
        ['forEach', given(each, forEach)],
        ...Object.entries(rest as WrittenMap),
      ]);
    }
    case 'if': {
      if (typeof config !== 'object' || config === null) return config;
      const { else: other, ...condition } = config as unknown as { else?: Alternative; if: boolean | string };
      return mapOf([
        ['if', condition.if],
        ['else', given(other, alternative)],
      ]);
    }
    case 'delay':
      return delay(config as unknown as DelaySpec);
    case 'fallback':
      return alternatives(config as unknown as Alternative[]);
    case 'repeat':
      return repeat(config as unknown as RepeatSpec);
    case 'retry':
      return retry(config as unknown as RetrySpec);
    case 'timeout':
      return duration(config as number | string);
    default:
      return config;
  }
}

/** The rules that `defaults` may give too, by key. */
function rules(written: StepRules): WrittenMap {
  return mapOf([
    ['if', written.if],
    ['env', given(written.env, env)],
    ['secrets', given(written.secrets, secrets)],
    ['workingDir', written.workingDir],
    ['shell', written.shell],
    ['tty', written.tty],
    ['delay', given(written.delay, delay)],
    ['timeout', given(written.timeout, duration)],
    ['gracePeriod', given(written.gracePeriod, duration)],
    ['retry', given(written.retry, retry)],
    ['threshold', given(written.threshold, (rule) => mapOf(Object.entries(rule)))],
    ['repeat', given(written.repeat, repeat)],
    ['failFast', written.failFast],
    ['maxFailures', written.maxFailures],
    ['maxParallel', written.maxParallel],
    ['continueOnError', written.continueOnError],
    ['onLost', written.onLost],
  ]);
}

export const stepRules = (written: StepRules): Written =>
  mapOf([['executor', written.executor], ...Object.entries(rules(written))]);

export const steps = (list: readonly Step[]): Written => list.map((step, i) => stepOf(step, i + 1));

function stepOf(step: Step, position: number): WrittenMap {
  const isFromName = step.name !== undefined && slugOf(step.name, position) === step.id;
  return mapOf([
    ['name', step.name],
    ['id', isFromName ? undefined : step.id],
    ['description', step.description],
    ...body(step),
    ['needs', given(step.needs, needs)],
    ['else', given(step.else, alternative)],
    ...Object.entries(rules(step)),
    ['fallback', given(step.fallback, alternatives)],
    ['matrix', given(step.matrix, matrix)],
    ['forEach', given(step.forEach, forEach)],
    ['outputs', given(step.outputs, mapEach(output))],
    ['concurrency', given(step.concurrency, (lock) => mapOf(Object.entries(lock)))],
    ['frames', given(step.frames, listOf(frame))],
    ['breakpoint', step.breakpoint],
    ['disabled', step.disabled],
    ['artifacts', step.artifacts],
    ['cache', step.cache],
    ['sources', given(step.sources, oneOrMany)],
    ['generates', given(step.generates, oneOrMany)],
  ]);
}
