import { z } from 'zod';
import { complain, listOf, named, oneOrMany, place } from './place.ts';
import { condition, duration, filledText, json, oneOf, text, whole } from './scalars.ts';

/** What hooks and alerts do when they fire. */
const notify = place('`notify`', {
  title: text(),
  body: text().exactOptional(),
  urgency: oneOf('normal', 'low', 'critical').exactOptional(),
});
const webhook = z.union(
  [
    filledText('an address'),
    place('`webhook`', {
      url: filledText('an address'),
      method: oneOf('POST', 'PUT', 'PATCH', 'GET').exactOptional(),
      headers: named('a map of header names to values', text()).exactOptional(),
      body: json.exactOptional(),
    }),
  ],
  { error: 'an address, or a map with `url`' },
);
const actions = {
  run: text('the text of a script').exactOptional(),
  notify: notify.exactOptional(),
  webhook: webhook.exactOptional(),
};

function oneAction(
  what: string,
  value: { run?: unknown; notify?: unknown; webhook?: unknown },
  ctx: z.RefinementCtx,
): void {
  const given = (['run', 'notify', 'webhook'] as const).filter((key) => value[key] !== undefined);
  if (given.length === 1) return;
  const message =
    given.length === 0
      ? `${what} does nothing: give it \`run\`, \`notify\` or \`webhook\``
      : `${what} does one thing: keep one of ${given.map((key) => `\`${key}\``).join(', ')}`;
  complain(ctx, { code: 'action-invalid', message, ...(given[1] ? { path: [given[1]] } : {}) }, value);
}

/** The vocabulary of the event log, by its first word. */
const EVENTS: Readonly<Record<string, string>> = {
  run: 'created queued started paused resumed cancel-requested interrupted owner-changed late finished',
  step: 'queued waiting expanded reused succeeded failed skipped cancelled',
  attempt: 'started spawned succeeded failed timed-out cancelled lost',
  dependency: 'resolved unresolved',
  condition: 'evaluated',
  retry: 'scheduled exhausted',
  repeat: 'scheduled',
  fallback: 'entered',
  threshold: 'reached',
  handlers: 'started',
  approval: 'requested answered',
  breakpoint: 'hit',
  schedule: 'fired skipped merged deferred missed',
  hook: 'attached detached failed',
};
const EVENT_NAMES: readonly string[] = Object.entries(EVENTS).flatMap(([group, names]) => [
  ...names.split(' ').map((name) => `${group}.${name}`),
  `${group}.*`,
]);

const eventName = z.string({ error: 'the name of an event' }).transform((name, ctx) => {
  if (EVENT_NAMES.includes(name) || /^x\../.test(name)) return name;
  const message = 'the name of an event, such as `attempt.failed`, or a group such as `step.*`';
  ctx.issues.push({ code: 'invalid_value', values: [...EVENT_NAMES], input: name, message });
  return z.NEVER;
});

export const hooks = listOf(
  'a list of hooks',
  place('a hook', {
    on: oneOrMany('the name of an event, or a list of them', eventName),
    if: condition.exactOptional(),
    ...actions,
    timeout: duration.exactOptional(),
  }).transform((hook, ctx) => {
    oneAction('A hook', hook, ctx);
    return hook;
  }),
);

export const alerts = listOf(
  'a list of alerts',
  place('an alert', {
    after: whole({ min: 1 }).exactOptional(),
    recoverAfter: whole({ min: 1 }).exactOptional(),
    remindEvery: duration.exactOptional(),
    ...actions,
  }).transform((alert, ctx) => {
    oneAction('An alert', alert, ctx);
    return alert;
  }),
);
