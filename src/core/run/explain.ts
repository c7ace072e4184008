import type { Milliseconds } from '../base/duration.ts';
import type { ReasonCode, RunStatus, StepError, StepStatus } from './event.ts';
import { describeError, nameBranch, nameSteps, wait } from './explain-words.ts';
import {
  type CANCELLED_REASONS,
  type FAILED_REASONS,
  type ParsedReason,
  parseReason,
  type QUEUED_REASONS,
  type RUN_REASONS,
  type SKIPPED_REASONS,
  type SUCCEEDED_REASONS,
  type WAITING_REASONS,
} from './reason.ts';

/** What is known of a step, in the words of the run's state. */
export interface StepFacts {
  readonly status: StepStatus;
  readonly reason?: ReasonCode | undefined;
  /** The steps that decided, where the reason does not name them itself. */
  readonly because?: readonly string[] | undefined;
  readonly error?: StepError | undefined;
  /** Attempts that were started. */
  readonly attempts: number;
  readonly retry?: { readonly number: number; readonly limit: number } | undefined;
  /** What is left of the wait. */
  readonly left?: Milliseconds | undefined;
}

export interface RunFacts {
  readonly status: RunStatus;
  readonly reason?: ReasonCode | undefined;
  /** Ids of the steps that ended failed. */
  readonly failed?: readonly string[] | undefined;
  readonly handlersFailed?: boolean | undefined;
}

interface Told extends StepFacts {
  readonly parsed: ParsedReason;
  /** The ids that decided, from the reason or beside it, in words. */
  readonly deciders: string;
  readonly cause: string;
}

/** One table for each status: a reason without words does not compile. */
type Words<T> = Readonly<Record<keyof T, (told: Told) => string>>;

const after = ({ attempts }: Told): string => (attempts > 1 ? ` after ${attempts} attempts` : '');

const SUCCEEDED: Words<typeof SUCCEEDED_REASONS> = {
  succeeded: (told) => (told.attempts > 1 ? `Succeeded at attempt ${told.attempts}` : 'Succeeded'),
  reused: () => 'Succeeded in an earlier run, whose outputs are used',
  fallback: (told) =>
    `Succeeded by ${nameBranch(told.parsed.detail)}${told.error === undefined ? '' : `, because of ${told.cause}`}`,
  'continued-on-error': (told) => `Failed (${told.cause}), and the run goes on because of continueOnError`,
  'threshold-succeed': () => 'Succeeded without running: its threshold is reached',
  'no-instances': () => 'Succeeded without running: its matrix or list is empty',
};

const FAILED: Words<typeof FAILED_REASONS> = {
  'attempts-exhausted': (told) => `Failed: ${told.cause}${after(told)}`,
  exit: (told) => `Failed: ${told.cause}${after(told)}`,
  signal: (told) => `Failed: ${told.cause}${after(told)}`,
  timeout: (told) => `Failed: ${told.error === undefined ? 'took longer than its timeout' : told.cause}${after(told)}`,
  spawn: (told) => `Failed: ${told.cause}${after(told)}`,
  lost: (told) => `Failed: its process vanished without a result${after(told)}`,
  network: (told) => `Failed: ${told.cause}${after(told)}`,
  http: (told) => `Failed: ${told.cause}${after(told)}`,
  rejected: (told) => `Failed: ${told.error === undefined ? 'rejected' : told.cause}`,
  'expression-error': (told) => `Failed: ${told.cause}`,
  'output-too-large': (told) => `Failed: ${told.error === undefined ? 'its outputs are too large' : told.cause}`,
  'script-not-found': (told) => `Failed: ${told.error === undefined ? 'its script does not exist' : told.cause}`,
  'unknown-executor': (told) => `Failed: ${told.error === undefined ? 'no such executor' : told.cause}`,
  'invalid-config': (told) => `Failed: ${told.error === undefined ? 'its options are not valid' : told.cause}`,
  'too-many-failures': (told) => `Failed: ${told.error === undefined ? 'too many instances failed' : told.cause}`,
  'repeat-limit': (told) =>
    `Failed: ${told.error === undefined ? 'repeated as often as its limit allows' : told.cause}`,
  'group-failed': (told) => `Failed because ${told.deciders || 'a step of the group'} failed`,
  'threshold-fail': () => 'Failed without running: its threshold is reached',
};

const SKIPPED: Words<typeof SKIPPED_REASONS> = {
  'upstream-failed': (told) => `Skipped because ${told.deciders || 'a step that it needs'} failed`,
  'upstream-skipped': (told) => `Skipped because ${told.deciders || 'a step that it needs'} ${wasOrWere(told)} skipped`,
  'upstream-cancelled': (told) =>
    `Skipped because ${told.deciders || 'a step that it needs'} ${wasOrWere(told)} cancelled`,
  'needs-false': (told) =>
    `Skipped because what it needs cannot come true${told.deciders === '' ? '' : ` after ${told.deciders}`}`,
  'condition-false': () => 'Skipped by its own condition',
  disabled: () => 'Skipped because it is disabled',
  'stopped-by': (told) => `Skipped because ${told.deciders || 'a step'} failed and the flow stops on failure`,
  'threshold-skip': () => 'Skipped because its threshold is reached',
  'not-selected': () => 'Skipped because only other steps were asked for',
  'all-instances-skipped': () => 'Skipped because all of its instances were',
  'flow-need-unmet': (told) => `Skipped because the flow \`${told.parsed.detail}\` has no run as it is needed`,
  auxiliary: () => 'Not needed: it only runs in place of another step',
};

const CANCELLED: Words<typeof CANCELLED_REASONS> = {
  'run-cancelled': () => 'Cancelled with the run',
  'step-cancelled': () => 'Cancelled by hand',
  'stopped-by': (told) => `Cancelled because ${told.deciders || 'a step'} failed and the flow stops on failure`,
  'fail-fast': (told) => `Cancelled because ${told.deciders || 'another instance'} failed and the step fails fast`,
  'timeout-of': (told) => `Cancelled because ${told.deciders || 'the step around it'} took longer than its timeout`,
  'run-timeout': () => 'Cancelled because the run took longer than its timeout',
  interrupted: () => 'Cancelled because the process of the run died',
  concurrency: () => 'Cancelled because a newer run took its place',
};

const WAITING: Words<typeof WAITING_REASONS> = {
  delay: ({ left }) => `Waiting ${wait(left)}before it starts`,
  retry: ({ left, retry }) =>
    `Waiting ${wait(left)}before ${retry === undefined ? 'the next attempt' : `retry ${retry.number} of ${retry.limit}`}`,
  repeat: ({ left }) => `Waiting ${wait(left)}before the next round`,
  approval: ({ left }) =>
    `Waiting for a person to approve${left === undefined ? '' : `, for ${wait(left).trim()} more`}`,
  breakpoint: () => 'Halted at its breakpoint',
  lock: ({ parsed }) => `Waiting for the lock \`${parsed.detail}\``,
  'flow-need': ({ parsed }) => `Waiting for the flow \`${parsed.detail}\``,
};

const QUEUED: Words<typeof QUEUED_REASONS> = {
  slots: () => 'Ready, and waiting for a place among the running steps',
};

const wasOrWere = ({ parsed, because }: Told): string =>
  (parsed.ids.length || because?.length || 1) > 1 ? 'were' : 'was';

/** Why a step stands as it does, in one plain sentence without a full stop. */
export function explainStep(facts: StepFacts): string {
  const parsed = parseReason(facts.reason ?? '');
  const ids = parsed.ids.length > 0 ? parsed.ids : (facts.because ?? []);
  const told: Told = { ...facts, parsed, deciders: nameSteps(ids), cause: describeError(facts.error) };
  switch (facts.status) {
    case 'pending':
      return 'Not started yet';
    case 'running':
      return facts.retry === undefined ? 'Running' : `Running, retry ${facts.retry.number} of ${facts.retry.limit}`;
    case 'queued':
      return tell(QUEUED, told) ?? 'Ready to run';
    case 'waiting':
      return tell(WAITING, told) ?? 'Waiting';
    case 'succeeded':
      return tell(SUCCEEDED, told) ?? 'Succeeded';
    case 'failed':
      return tell(FAILED, told) ?? `Failed: ${told.cause}${after(told)}`;
    case 'skipped':
      return tell(SKIPPED, told) ?? withCode('Skipped', parsed);
    case 'cancelled':
      return tell(CANCELLED, told) ?? withCode('Cancelled', parsed);
  }
}

function tell<T>(words: Words<T>, told: Told): string | undefined {
  const { code } = told.parsed;
  return Object.hasOwn(words, code) ? words[code as keyof T](told) : undefined;
}

/** A plug-in or a later version may have reasons of its own. */
const withCode = (word: string, { code, detail }: ParsedReason): string =>
  code === '' ? word : `${word}: ${code}${detail === undefined ? '' : ` (${detail})`}`;

const RUN: Readonly<Record<keyof typeof RUN_REASONS, (run: RunFacts, parsed: ParsedReason) => string>> = {
  succeeded: () => 'Succeeded',
  'step-failed': ({ failed }, { ids }) => {
    const names = failed === undefined || failed.length < ids.length ? ids : failed;
    return names.length === 0 ? 'Failed: a step failed' : `Failed because ${nameSteps(names)} failed`;
  },
  'run-timeout': () => 'Failed: took longer than its timeout',
  cancelled: () => 'Cancelled',
  'concurrency-skip': (_run, { detail }) => `Skipped because ${group(detail)} was full`,
  'concurrency-cancel': (_run, { detail }) => `Cancelled because a newer run of ${group(detail)} took its place`,
  interrupted: () => 'Interrupted: the process that ran it died',
  'expression-error': () => 'Failed: an expression of the flow could not be evaluated',
  handlers: () => 'Its handlers are running',
};

const group = (name: string | undefined): string =>
  name === undefined ? 'its concurrency group' : `the concurrency group \`${name}\``;

const RUN_STATUS: Readonly<Record<RunStatus, string>> = {
  queued: 'Waiting for its turn',
  running: 'Running',
  waiting: 'Waiting',
  paused: 'Paused: what runs goes on, nothing new starts',
  interrupted: 'Interrupted: the process that ran it died',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
  skipped: 'Skipped',
};

/** Why a run stands as it does, in one plain sentence without a full stop. */
export function explainRun(run: RunFacts): string {
  const parsed = parseReason(run.reason ?? '');
  const isKnown = Object.hasOwn(RUN, parsed.code) && run.status !== 'queued' && run.status !== 'paused';
  const sentence = isKnown ? RUN[parsed.code as keyof typeof RUN](run, parsed) : queuedOrPlain(run, parsed);
  return run.handlersFailed === true ? `${sentence}; a handler failed` : sentence;
}

function queuedOrPlain({ status }: RunFacts, { code, detail }: ParsedReason): string {
  if (status === 'queued' && code.startsWith('concurrency')) return `Waiting for its turn in ${group(detail)}`;
  return RUN_STATUS[status];
}
