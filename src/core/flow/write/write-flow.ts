import type { AlertSpec, Flow, Handlers, HookSpec, Trigger } from '../flow.ts';
import { keysOf } from '../schema/place.ts';
import { triggerIdOf } from '../schema/trigger.ts';
import { HANDLER_KEYS } from '../steps.ts';
import { entryLines, itemLines, type Layout, USUAL_LAYOUT } from './emit.ts';
import {
  asJson,
  duration,
  env,
  expressions,
  given,
  mapOf,
  oneOrMany,
  param,
  retry,
  secrets,
  stepRules,
  steps,
  verbatim,
} from './unread.ts';
import { isWrittenList, isWrittenMap, type Written, type WrittenMap } from './written.ts';

/** A Flow as a file that a person would have written: short forms where they are exact, keys in the order of the format's page. */
export function writeFlow(flow: Flow): string {
  const blocks = Object.entries(unread(flow)).map(([key, value]) =>
    key === 'steps' && isWrittenList(value) ? stepLines(value, USUAL_LAYOUT) : entryLines(key, value, 0, USUAL_LAYOUT),
  );
  const lines: string[] = [];
  blocks.forEach((block, i) => {
    const standsApart = i > 0 && (block.length > 1 || (blocks[i - 1] ?? []).length > 1);
    if (standsApart) lines.push('');
    lines.push(...block);
  });
  return `${lines.join('\n')}\n`;
}

/** Steps with a blank line between them. */
function stepLines(list: readonly Written[], layout: Layout): string[] {
  const indent = ' '.repeat(layout.step);
  const items = list.map((step) => {
    const [first = '', ...rest] = itemLines(inOrder(step), layout.step, layout, { key: 'steps' });
    return [indent + first, ...rest];
  });
  return ['steps:', ...items.flatMap((item, i) => (i === 0 ? item : ['', ...item]))];
}

/** The keys of a step, and of steps in it, in the page's order. */
function inOrder(value: Written): Written {
  if (!isWrittenMap(value)) return value;
  const rank = (key: string) => {
    const at = keysOf('a step').indexOf(key);
    return at === -1 ? Number.MAX_SAFE_INTEGER : at;
  };
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b));
  return mapOf(entries.map(([key, item]) => [key, key === 'steps' && isWrittenList(item) ? item.map(inOrder) : item]));
}

/** A Flow in the form in which people write it, before it is laid out as text. */
export function unread(flow: Flow): WrittenMap {
  return mapOf([
    ['name', flow.name],
    ['description', flow.description],
    ['labels', flow.labels],
    ['params', given(flow.params, (map) => mapOf(Object.entries(map).map(([name, spec]) => [name, param(spec)])))],
    ['env', given(flow.env, env)],
    ['envFile', given(flow.envFile, oneOrMany)],
    ['workingDir', flow.workingDir],
    ['shell', flow.shell],
    ['secrets', given(flow.secrets, secrets)],
    ['maxParallel', flow.maxParallel],
    ['stopOnFail', flow.stopOnFail],
    ['defaultRetry', given(flow.defaultRetry, retry)],
    ['timeout', given(flow.timeout, duration)],
    ['deadline', given(flow.deadline, verbatim)],
    ['concurrency', given(flow.concurrency, (rule) => mapOf(Object.entries(rule)))],
    ['triggers', given(flow.triggers, (list) => list.map(trigger))],
    ['defaults', given(flow.defaults, stepRules)],
    ['handlers', given(flow.handlers, handlers)],
    ['outputs', given(flow.outputs, expressions)],
    ['hooks', given(flow.hooks, (list) => list.map(hook))],
    ['alerts', given(flow.alerts, (list) => list.map(alert))],
    ['retention', given(flow.retention, (rule) => mapOf(Object.entries(rule)))],
    ['onInterrupted', flow.onInterrupted],
    ['workspace', flow.workspace],
    ...Object.entries(flow.extensions ?? {}).map(([key, value]) => [key, asJson(value)] as const),
    ['steps', steps(flow.steps)],
  ]);
}

const handlers = (written: Handlers): Written =>
  mapOf(
    HANDLER_KEYS.map((key) => {
      const list = given(written[key], steps);
      return [key, list !== undefined && isWrittenList(list) ? list.map(inOrder) : list];
    }),
  );

const hook = (one: HookSpec): Written =>
  mapOf([
    ['on', oneOrMany(one.on)],
    ['if', one.if],
    ['run', one.run],
    ['notify', one.notify],
    ['webhook', one.webhook],
    ['timeout', given(one.timeout, duration)],
  ]);

const alert = (one: AlertSpec): Written =>
  mapOf([
    ['after', one.after],
    ['recoverAfter', one.recoverAfter],
    ['remindEvery', given(one.remindEvery, duration)],
    ['run', one.run],
    ['notify', one.notify],
    ['webhook', one.webhook],
  ]);

function trigger(one: Trigger): Written {
  const { id, type, ...written } = one;
  if (type === 'manual') return 'manual';
  const isOwnId = triggerIdOf(one) !== id;
  const entries = Object.entries(written).map(([key, value]): readonly [string, Written] => [
    key,
    triggerValue(key, value),
  ]);
  return mapOf([...entries, ['id', isOwnId ? id : undefined]]);
}

const DURATIONS: ReadonlySet<string> = new Set([
  'every',
  'offset',
  'debounce',
  'settle',
  'maxWait',
  'jitter',
  'catchUpWindow',
]);
const LISTS: ReadonlySet<string> = new Set(['watch', 'ignore', 'branches', 'paths', 'except', 'events']);
const SOURCES: ReadonlySet<string> = new Set(['cron', 'at', 'startAt', 'endAt']);

function triggerValue(key: string, value: unknown): Written {
  if (DURATIONS.has(key)) return duration(value as number);
  if (LISTS.has(key)) return oneOrMany(value as readonly string[]);
  if (SOURCES.has(key)) return verbatim(value as string);
  if (key === 'calendar' && typeof value === 'object') return env(value as Readonly<Record<string, string>>);
  return value as Written;
}
