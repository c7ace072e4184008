import { z } from 'zod';
import { hashHex } from '../../base/hash.ts';
import type { Json } from '../../base/json.ts';
import type { Trigger, TriggerKind } from '../flow.ts';
import { listOf, named, oneOrMany, place } from './place.ts';
import { ID_RULE } from './rules.ts';
import { boolean, duration, filledText, ID, json, oneOf, text, verbatim, whole } from './scalars.ts';

const instant = verbatim('an instant such as `2030-01-31T09:00:00Z`');
const paths = oneOrMany('a path pattern, or a list of them', filledText('a path pattern'));

const common = {
  id: z
    .string({ error: 'an id' })
    .regex(ID, { error: `an id: ${ID_RULE}` })
    .exactOptional(),
  timezone: filledText('the name of a time zone such as `Europe/Berlin`').exactOptional(),
  startAt: instant.exactOptional(),
  endAt: instant.exactOptional(),
  maxRuns: whole({ min: 1 }).exactOptional(),
  jitter: duration.exactOptional(),
  params: named('a map of parameters to values', json).exactOptional(),
  enabled: boolean.exactOptional(),
  except: oneOrMany(
    'a list of dates, ranges and `.ics` files',
    filledText('a date, a range or an `.ics` file'),
  ).exactOptional(),
  onExcept: oneOf('skip', 'previous', 'next').exactOptional(),
  catchUp: oneOf('last', 'skip', 'all').exactOptional(),
  catchUpWindow: duration.exactOptional(),
  onBattery: oneOf('run', 'defer').exactOptional(),
  onOffline: oneOf('run', 'defer').exactOptional(),
};

const calendarField = z.union(
  [
    verbatim('a form such as `1..10`, `every(3)` or `[1, 15, L]`'),
    z.array(verbatim('a single value')).transform((list) => `[${list.join(', ')}]`),
  ],
  { error: 'a form such as `1..10`, `every(3)` or `[1, 15, L]`' },
);
const CALENDAR_FIELDS = ['year', 'month', 'day', 'weekday', 'hour', 'minute', 'second', 'millisecond'] as const;
const calendarMap = place(
  '`calendar`',
  Object.fromEntries(CALENDAR_FIELDS.map((field) => [field, calendarField.exactOptional()])) as Record<
    (typeof CALENDAR_FIELDS)[number],
    z.ZodExactOptional<typeof calendarField>
  >,
);

const kinds = [
  place('an `every` trigger', { every: duration, offset: duration.exactOptional(), ...common }),
  place('a `cron` trigger', { cron: verbatim('a cron expression in quotes'), ...common }),
  place('an `at` trigger', { at: instant, ...common }),
  place('a `calendar` trigger', {
    calendar: z.union([calendarMap, filledText()], {
      error: 'a map of calendar fields such as `{hour: 9, minute: 30}`, or the same as text',
    }),
    ...common,
  }),
  place('a `watch` trigger', {
    watch: paths,
    events: oneOrMany('a list of `create`, `change`, `delete`', oneOf('create', 'change', 'delete')).exactOptional(),
    ignore: paths.exactOptional(),
    debounce: duration.exactOptional(),
    settle: duration.exactOptional(),
    maxWait: duration.exactOptional(),
    existing: boolean.exactOptional(),
    batch: boolean.exactOptional(),
    ...common,
  }),
  place('a `flow` trigger', {
    flow: filledText('the name of a flow'),
    status: oneOf('succeeded', 'failed', 'cancelled', 'done').exactOptional(),
    ...common,
  }),
  place('a `webhook` trigger', {
    webhook: text('a path that begins with `/`').regex(/^\//, { error: 'a path that begins with `/`' }),
    ...common,
  }),
  place('a `mount` trigger', {
    mount: place('`mount`', {
      label: text().exactOptional(),
      device: text().exactOptional(),
      path: text().exactOptional(),
    }),
    ...common,
  }),
  place('a `git` trigger', {
    git: oneOf('commit', 'push', 'checkout'),
    branches: oneOrMany('a branch, or a list of them', filledText('a branch')).exactOptional(),
    paths: paths.exactOptional(),
    ...common,
  }),
  place('an `app` trigger', { app: oneOf('start', 'wake', 'unlock', 'idle'), ...common }),
] as const;

const TRIGGER_TYPES = ['every', 'cron', 'at', 'calendar', 'watch', 'flow', 'webhook', 'mount', 'git', 'app'] as const;

type Draft = z.output<(typeof kinds)[number]>;

const trigger = z.union(
  [
    z.literal('manual', { error: '`manual`' }).transform((): Trigger => withId({ type: 'manual' }, undefined)),
    z.union(kinds, { error: TRIGGER_EXPECTED() }).transform((draft: Draft): Trigger => {
      const type = TRIGGER_TYPES.find((one) => one in draft) ?? 'manual';
      const { id, ...content } = draft;
      return withId({ type, ...content } as TriggerKind, id);
    }),
  ],
  { error: TRIGGER_EXPECTED() },
);

function TRIGGER_EXPECTED(): string {
  return `\`manual\`, or a map with one of ${['every', 'cron', 'at', 'calendar', 'watch', 'flow', 'app', 'webhook', 'mount', 'git'].map((type) => `\`${type}\``).join(', ')}`;
}

const withId = (content: TriggerKind & { enabled?: boolean }, id: string | undefined): Trigger => ({
  ...content,
  id: id ?? triggerIdOf(content),
});

/**
 * The id of a trigger that has none: a hash of its content, never its place in the list. What is kept of a schedule (its anchor,
 * its ledger) stays with it when others come and go. Switching it off and on is not a change of content.
 */
export function triggerIdOf(trigger: TriggerKind & { readonly enabled?: boolean; readonly id?: string }): string {
  if (trigger.type === 'manual') return 'manual';
  const { enabled: _enabled, id: _id, ...content } = trigger;
  return `${trigger.type}-${hashHex(canonical(content as Json)).slice(0, 12)}`;
}

/** JSON with sorted keys: the same content gives the same text. */
function canonical(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonical(item)).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

export const triggers = listOf('a list of triggers', trigger);
