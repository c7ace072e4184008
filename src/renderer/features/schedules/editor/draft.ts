import { formatDuration } from '../../../../core/base/duration.ts';
import { isJsonObject, type Json } from '../../../../core/base/json.ts';
import type { FlowEdit } from '../../../../core/flow/edit/model.ts';
import type { Flow, ParamSpec, RunConcurrency, Trigger } from '../../../../core/flow/flow.ts';

/** Kinds that fire at times, and kinds that fire when something happens. */
const TIMED_KINDS = ['cron', 'every', 'calendar', 'at'] as const;
const EVENT_KINDS = ['watch', 'flow', 'app'] as const;
const DRAFT_KINDS = [...TIMED_KINDS, ...EVENT_KINDS] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];

export const isTimedKind = (kind: DraftKind): boolean => (TIMED_KINDS as readonly string[]).includes(kind);

export const FILE_EVENTS = ['create', 'change', 'delete'] as const;

export const CALENDAR_FIELDS = ['year', 'month', 'day', 'weekday', 'hour', 'minute', 'second', 'millisecond'] as const;

/** A trigger as a form holds it: texts as a person writes them, empty for a key that is absent. */
export interface TriggerDraft {
  readonly kind: DraftKind;
  readonly cron: string;
  readonly every: string;
  readonly offset: string;
  readonly at: string;
  /** Fields by name, or the whole text in its one-string form. */
  readonly calendar: Readonly<Record<string, string>> | string;
  /** Path patterns, one a line. */
  readonly watch: string;
  readonly ignore: string;
  readonly events: readonly string[];
  readonly debounce: string;
  readonly settle: string;
  readonly maxWait: string;
  readonly existing: boolean;
  readonly batch: boolean;
  readonly flow: string;
  readonly status: '' | 'succeeded' | 'failed' | 'cancelled' | 'done';
  readonly app: 'start' | 'wake' | 'unlock' | 'idle';
  readonly timezone: string;
  readonly startAt: string;
  readonly endAt: string;
  readonly maxRuns: string;
  readonly jitter: string;
  readonly catchUp: '' | 'last' | 'skip' | 'all';
  readonly catchUpWindow: string;
  /** Dates, ranges and files, one a line. */
  readonly except: string;
  readonly onExcept: '' | 'skip' | 'previous' | 'next';
  readonly onBattery: '' | 'run' | 'defer';
  readonly onOffline: '' | 'run' | 'defer';
  readonly enabled: boolean;
  readonly params: Readonly<Record<string, string>>;
  /** What becomes of a fire while a run of the flow goes on: of the whole flow, empty for the usual merging into one that waits. */
  readonly overlap: '' | NonNullable<RunConcurrency['onConflict']>;
}

/** What is watched for when nothing is said. */
const USUAL_EVENTS: readonly string[] = ['create', 'change'];

const NEW: TriggerDraft = {
  kind: 'cron',
  cron: '0 9 * * MON-FRI',
  every: '',
  offset: '',
  at: '',
  calendar: {},
  watch: '',
  ignore: '',
  events: USUAL_EVENTS,
  debounce: '',
  settle: '',
  maxWait: '',
  existing: false,
  batch: true,
  flow: '',
  status: '',
  app: 'start',
  timezone: '',
  startAt: '',
  endAt: '',
  maxRuns: '',
  jitter: '',
  catchUp: '',
  catchUpWindow: '',
  except: '',
  onExcept: '',
  onBattery: '',
  onOffline: '',
  enabled: true,
  params: {},
  overlap: '',
};

/** The draft of a trigger; null for one that no form here can hold, such as one of a webhook. */
export function draftOf(trigger: Trigger | null, flow: Pick<Flow, 'concurrency'>): TriggerDraft | null {
  const overlap = flow.concurrency === undefined ? '' : (flow.concurrency.onConflict ?? 'queue');
  if (trigger === null) return { ...NEW, overlap };
  const kind = DRAFT_KINDS.find((one) => one === trigger.type);
  if (kind === undefined) return null;
  const duration = (value: number | undefined) => (value === undefined ? '' : formatDuration(value));
  return {
    ...NEW,
    cron: '',
    ...(trigger.type === 'every' && { every: duration(trigger.every), offset: duration(trigger.offset) }),
    ...(trigger.type === 'cron' && { cron: trigger.cron }),
    ...(trigger.type === 'at' && { at: trigger.at }),
    ...(trigger.type === 'calendar' && { calendar: trigger.calendar }),
    ...(trigger.type === 'watch' && {
      watch: trigger.watch.join('\n'),
      ignore: (trigger.ignore ?? []).join('\n'),
      events: trigger.events ?? USUAL_EVENTS,
      debounce: duration(trigger.debounce),
      settle: duration(trigger.settle),
      maxWait: duration(trigger.maxWait),
      existing: trigger.existing === true,
      batch: trigger.batch !== false,
    }),
    ...(trigger.type === 'flow' && { flow: trigger.flow, status: trigger.status ?? ('' as const) }),
    ...(trigger.type === 'app' && { app: trigger.app }),
    kind,
    timezone: trigger.timezone ?? '',
    startAt: trigger.startAt ?? '',
    endAt: trigger.endAt ?? '',
    maxRuns: trigger.maxRuns === undefined ? '' : String(trigger.maxRuns),
    jitter: duration(trigger.jitter),
    catchUp: trigger.catchUp ?? '',
    catchUpWindow: duration(trigger.catchUpWindow),
    except: (trigger.except ?? []).join('\n'),
    onExcept: trigger.onExcept ?? '',
    onBattery: trigger.onBattery ?? '',
    onOffline: trigger.onOffline ?? '',
    enabled: trigger.enabled !== false,
    params: Object.fromEntries(Object.entries(trigger.params ?? {}).map(([name, value]) => [name, textOf(value)])),
    overlap,
  };
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The keys of a trigger in the order in which they are written, with what the draft says of them. */
export function sourceOf(draft: TriggerDraft, params: Readonly<Record<string, ParamSpec>> = {}): Record<string, Json> {
  const except = linesOf(draft.except);
  const given = Object.entries(draft.params).filter(([, text]) => text !== '');
  const entries: (readonly [string, Json | undefined])[] = [
    [draft.kind, timingOf(draft)],
    ['offset', draft.kind === 'every' ? filled(draft.offset) : undefined],
    ...(draft.kind === 'watch' ? watchEntries(draft) : []),
    ['status', draft.kind === 'flow' ? filled(draft.status) : undefined],
    ['timezone', filled(draft.timezone)],
    ['startAt', filled(draft.startAt)],
    ['endAt', filled(draft.endAt)],
    ['maxRuns', draft.maxRuns.trim() === '' ? undefined : wholeOrText(draft.maxRuns.trim())],
    ['jitter', filled(draft.jitter)],
    [
      'params',
      given.length === 0
        ? undefined
        : Object.fromEntries(given.map(([name, text]) => [name, paramOf(params[name], text)])),
    ],
    ['enabled', draft.enabled ? undefined : false],
    ['except', except.length === 0 ? undefined : except],
    ['onExcept', filled(draft.onExcept)],
    ['catchUp', filled(draft.catchUp)],
    ['catchUpWindow', filled(draft.catchUpWindow)],
    ['onBattery', filled(draft.onBattery)],
    ['onOffline', filled(draft.onOffline)],
  ];
  return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** One path alone is written without the list. */
const pathsOf = (text: string): Json => {
  const lines = linesOf(text);
  return lines.length === 1 ? (lines[0] ?? '') : lines;
};

function watchEntries({ events, ignore, debounce, settle, maxWait, existing, batch }: TriggerDraft) {
  const isUsual = events.length === USUAL_EVENTS.length && USUAL_EVENTS.every((one) => events.includes(one));
  return [
    ['events', isUsual ? undefined : FILE_EVENTS.filter((one) => events.includes(one))],
    ['ignore', linesOf(ignore).length === 0 ? undefined : pathsOf(ignore)],
    ['debounce', filled(debounce)],
    ['settle', filled(settle)],
    ['maxWait', filled(maxWait)],
    ['existing', existing ? true : undefined],
    ['batch', batch ? undefined : false],
  ] as const;
}

function timingOf({ kind, cron, every, at, calendar, watch, flow, app }: TriggerDraft): Json {
  switch (kind) {
    case 'cron':
      return cron.trim();
    case 'every':
      return every.trim();
    case 'at':
      return at.trim();
    case 'watch':
      return pathsOf(watch);
    case 'flow':
      return flow.trim();
    case 'app':
      return app;
    case 'calendar':
      if (typeof calendar === 'string') return calendar.trim();
      return Object.fromEntries(
        CALENDAR_FIELDS.flatMap((field) => (calendar[field]?.trim() ? [[field, calendar[field].trim()]] : [])),
      );
  }
}

const filled = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

/** What is no number is written as it is, so that the check of the file can say what is wrong with it. */
const wholeOrText = (text: string): Json => (/^\d{1,15}$/.test(text) ? Number(text) : text);

function paramOf(spec: ParamSpec | undefined, text: string): Json {
  const isPlain = spec?.type === 'number' || spec?.type === 'boolean' || spec?.type === 'json';
  if (!isPlain) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** Where the trigger stands, and what is written there now. */
export interface DraftPlace {
  readonly flow: Pick<Flow, 'triggers' | 'concurrency' | 'params' | 'name'>;
  /** Null for a new one at the end of the list. */
  readonly index: number | null;
}

/** The smallest edits of the file that make it say what the draft says: keys that stay the same are not touched. */
export function editsOf(before: TriggerDraft, after: TriggerDraft, { flow, index }: DraftPlace): FlowEdit[] {
  const now = sourceOf(after, flow.params);
  if (index === null) return [...newTrigger(now, flow), ...overlapEdits(before, after, flow)];
  const old = sourceOf(before, flow.params);
  const at = ['triggers', index] as const;
  const sets = Object.entries(now).flatMap(([key, value]): FlowEdit[] =>
    sameJson(old[key], value) ? [] : [{ op: 'set', path: [...at, key], value }],
  );
  const removals = Object.keys(old).flatMap((key): FlowEdit[] =>
    Object.hasOwn(now, key) ? [] : [{ op: 'remove', path: [...at, key] }],
  );
  // What comes is set first: a trigger is never without any key in between.
  return [...sets, ...removals, ...overlapEdits(before, after, flow)];
}

function newTrigger(source: Record<string, Json>, { triggers }: DraftPlace['flow']): FlowEdit[] {
  if (triggers === undefined) return [{ op: 'set', path: ['triggers'], value: [source] }];
  return [{ op: 'insert', path: ['triggers', triggers.length], value: source }];
}

/** Overlapping is a matter of the flow: its `concurrency`, with a group of its own name where it has none. */
function overlapEdits(
  before: TriggerDraft,
  after: TriggerDraft,
  { concurrency, name }: DraftPlace['flow'],
): FlowEdit[] {
  if (before.overlap === after.overlap) return [];
  if (after.overlap === '') return [{ op: 'remove', path: ['concurrency'] }];
  if (concurrency === undefined)
    return [{ op: 'set', path: ['concurrency'], value: { group: name, onConflict: after.overlap } }];
  return [{ op: 'set', path: ['concurrency', 'onConflict'], value: after.overlap }];
}

const sameJson = (a: Json | undefined, b: Json): boolean => a !== undefined && canonical(a) === canonical(b);

const canonical = (value: Json): string =>
  JSON.stringify(value, (_, part: unknown) =>
    isJsonObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
