import { describe, expect, it } from 'vitest';
import type { StepError } from './event.ts';
import { explainRun, explainStep, type RunFacts, type StepFacts } from './explain.ts';

const exit7: StepError = { kind: 'exit', exitCode: 7, message: 'exited with 7' };
const step = (facts: Partial<StepFacts>): string => explainStep({ status: 'pending', attempts: 1, ...facts });

describe('explainStep', () => {
  it.each<[string, Partial<StepFacts>]>([
    ['Not started yet', {}],
    ['Ready, and waiting for a place among the running steps', { status: 'queued', reason: 'slots' }],
    ['Running', { status: 'running' }],
    ['Running, retry 1 of 3', { status: 'running', retry: { number: 1, limit: 3 } }],

    ['Succeeded', { status: 'succeeded', reason: 'succeeded' }],
    ['Succeeded at attempt 3', { status: 'succeeded', reason: 'succeeded', attempts: 3 }],
    [
      'Succeeded by its fallback, because of exit code 7',
      { status: 'succeeded', reason: 'fallback:fallback/0', error: exit7 },
    ],
    ['Succeeded by its fallback number 2', { status: 'succeeded', reason: 'fallback:fallback/1' }],
    [
      'Failed (exit code 7), and the run goes on because of continueOnError',
      { status: 'succeeded', reason: 'continued-on-error', error: exit7 },
    ],
    ['Succeeded in an earlier run, whose outputs are used', { status: 'succeeded', reason: 'reused', attempts: 0 }],

    ['Failed: exit code 7', { status: 'failed', reason: 'exit', error: exit7 }],
    [
      'Failed: exit code 7 after 3 attempts',
      { status: 'failed', reason: 'attempts-exhausted', error: exit7, attempts: 3 },
    ],
    [
      'Failed: ended by SIGKILL',
      { status: 'failed', reason: 'signal', error: { kind: 'signal', signal: 'SIGKILL', message: '' } },
    ],
    [
      'Failed: did not finish within 30s after 2 attempts',
      {
        status: 'failed',
        reason: 'timeout',
        error: { kind: 'timeout', message: 'did not finish within 30s' },
        attempts: 2,
      },
    ],
    [
      'Failed: HTTP status 503',
      { status: 'failed', reason: 'http', error: { kind: 'http', httpStatus: 503, message: 'x' } },
    ],
    [
      'Failed: there is no function `siz`: did you mean `size`?',
      {
        status: 'failed',
        reason: 'expression-error',
        error: { kind: 'expression', message: 'there is no function `siz`: did you mean `size`?\n  siz(x)\n  ^' },
      },
    ],
    [
      'Failed because `test/lint` and `test/unit` failed',
      { status: 'failed', reason: 'group-failed:test/lint,test/unit' },
    ],
    ['Failed: exit code 7', { status: 'failed', reason: 'x.of-a-plug-in', error: exit7 }],

    ['Skipped because `test` failed', { status: 'skipped', reason: 'upstream-failed:test', attempts: 0 }],
    [
      'Skipped because `a`, `b`, `c` and 2 more failed',
      { status: 'skipped', reason: 'upstream-failed:a,b,c,d,e', attempts: 0 },
    ],
    ['Skipped because `a`, `b`, `c` and `d` failed', { status: 'skipped', reason: 'upstream-failed:a,b,c,d' }],
    [
      'Skipped because `test[os=linux,node=22]` was skipped',
      { status: 'skipped', reason: 'upstream-skipped:test[os=linux,node=22]' },
    ],
    ['Skipped because `a` and `b` were cancelled', { status: 'skipped', reason: 'upstream-cancelled:a,b' }],
    ['Skipped because `a` failed', { status: 'skipped', reason: 'upstream-failed', because: ['a'] }],
    ['Skipped because what it needs cannot come true after `a`', { status: 'skipped', reason: 'needs-false:a' }],
    ['Skipped by its own condition', { status: 'skipped', reason: 'condition-false' }],
    ['Skipped because `lint` failed and the flow stops on failure', { status: 'skipped', reason: 'stopped-by:lint' }],
    [
      'Skipped because the flow `backup` has no run as it is needed',
      { status: 'skipped', reason: 'flow-need-unmet:backup' },
    ],
    ['Skipped: x.of-a-plug-in (why)', { status: 'skipped', reason: 'x.of-a-plug-in:why' }],

    [
      'Cancelled because `lint` failed and the flow stops on failure',
      { status: 'cancelled', reason: 'stopped-by:lint' },
    ],
    [
      'Cancelled because `t[os=mac]` failed and the step fails fast',
      { status: 'cancelled', reason: 'fail-fast:t[os=mac]' },
    ],
    ['Cancelled with the run', { status: 'cancelled', reason: 'run-cancelled' }],

    [
      'Waiting 4 s before retry 2 of 3',
      { status: 'waiting', reason: 'retry', left: 4_000, retry: { number: 2, limit: 3 } },
    ],
    ['Waiting 1 h 30 min before it starts', { status: 'waiting', reason: 'delay', left: 5_400_000 }],
    ['Waiting 2 d before the next round', { status: 'waiting', reason: 'repeat', left: 172_800_500 }],
    ['Waiting 250 ms before it starts', { status: 'waiting', reason: 'delay', left: 250 }],
    ['Waiting before it starts', { status: 'waiting', reason: 'delay' }],
    ['Waiting for a person to approve', { status: 'waiting', reason: 'approval' }],
    ['Waiting for a person to approve, for 10 min more', { status: 'waiting', reason: 'approval', left: 600_000 }],
    ['Waiting for the lock `deploy`', { status: 'waiting', reason: 'lock:deploy' }],
    ['Halted at its breakpoint', { status: 'waiting', reason: 'breakpoint' }],
  ])('%s', (sentence, facts) => expect(step(facts)).toBe(sentence));
});

describe('explainRun', () => {
  it.each<[string, RunFacts]>([
    ['Succeeded', { status: 'succeeded', reason: 'succeeded' }],
    ['Succeeded; a handler failed', { status: 'succeeded', reason: 'succeeded', handlersFailed: true }],
    ['Failed because `test` failed', { status: 'failed', reason: 'step-failed:test' }],
    ['Failed because `a` and `b` failed', { status: 'failed', reason: 'step-failed', failed: ['a', 'b'] }],
    ['Failed: a step failed', { status: 'failed', reason: 'step-failed' }],
    ['Failed: took longer than its timeout', { status: 'failed', reason: 'run-timeout' }],
    ['Cancelled', { status: 'cancelled', reason: 'cancelled' }],
    [
      'Skipped because the concurrency group `deploy` was full',
      { status: 'skipped', reason: 'concurrency-skip:deploy' },
    ],
    [
      'Cancelled because a newer run of its concurrency group took its place',
      { status: 'cancelled', reason: 'concurrency-cancel' },
    ],
    ['Interrupted: the process that ran it died', { status: 'interrupted', reason: 'owner-died' }],
    ['Its handlers are running', { status: 'running', reason: 'handlers' }],
    ['Running', { status: 'running' }],
    ['Waiting for its turn in the concurrency group `deploy`', { status: 'queued', reason: 'concurrency:deploy' }],
    ['Paused: what runs goes on, nothing new starts', { status: 'paused', reason: 'handlers' }],
  ])('%s', (sentence, facts) => expect(explainRun(facts)).toBe(sentence));
});
