import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChronumEvent } from '../../../core/run/event.ts';
import { temporaryFolder } from '../../../testing/temporary-store.ts';
import type { EventReader } from '../../ports/event-log.ts';
import type { RunSummary } from '../../ports/run-store.ts';
import { folderSize } from './folder-size.ts';
import { createRedactor } from './redact.ts';
import { stepProcesses } from './step-processes.ts';

describe('the processes of steps', () => {
  const at = '2026-01-02T03:04:05.000Z';
  const attempt = { runId: 'r', stepId: 'build', branch: 'main', attempt: 1 };
  const events = [
    { type: 'attempt.started', ...attempt },
    { type: 'attempt.spawned', ...attempt, pid: 11, startTime: 1, bootId: 'b' },
    { type: 'attempt.spawned', ...attempt, stepId: 'test', pid: 12, startTime: 1, bootId: 'b' },
    { type: 'attempt.lost', ...attempt, reason: 'owner-died' },
    { type: 'attempt.spawned', ...attempt, attempt: 2, pid: 13, startTime: 1, bootId: 'b' },
    { type: 'attempt.succeeded', ...attempt, stepId: 'test' },
  ].map((event, index) => ({ ...event, at, seq: index + 1, position: index + 1 })) as unknown as ChronumEvent[];
  const log = { read: (_stream: string, after: number) => events.filter(({ seq }) => seq > after) };
  const run = { id: 'r', flowName: 'deploy', ownerId: 'me', seq: events.length } as RunSummary;

  it('are those that were started and have not ended', () => {
    expect(stepProcesses(log as unknown as EventReader, [run])).toEqual({
      processes: [{ runId: 'r', flowName: 'deploy', stepId: 'build', pid: 13, since: at, ownerId: 'me' }],
      notLookedAt: 0,
    });
  });

  it('are not looked for in runs that would keep everything waiting', () => {
    expect(stepProcesses(log as unknown as EventReader, [{ ...run, seq: 1_000_000 }])).toEqual({
      processes: [],
      notLookedAt: 1,
    });
  });
});

describe('what is sent to others', () => {
  const redactor = (secrets: Readonly<Record<string, string>>, sensitive: Readonly<Record<string, string>> = {}) =>
    createRedactor({
      secrets: {
        state: () => ({ file: '', status: 'open', protections: [], count: 1 }),
        names: () => Object.keys(secrets),
        get: async (name) => secrets[name] ?? null,
      },
      sensitive,
      home: '/home/somebody',
    });

  it('holds no secret, no line of one, no variable that nobody may store, and not the name of the home folder', async () => {
    const redact = await redactor({ A: 'first-line\nsecond-line', B: 'first' }, { MY_TOKEN: 'from-the-shell' });
    expect(redact('x first-line y second-line z first from-the-shell /home/somebody/flows')).toBe(
      'x *** y *** z *** *** ~/flows',
    );
  });

  it('holds none, whatever secrets look like', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z0-9$^.]{4,20}$/), fc.string(), async (secret, around) => {
        const redact = await redactor({ A: secret });
        expect(redact(`${around}${secret}${around}`)).not.toContain(secret);
      }),
    );
  });
});

describe('the size of a folder', () => {
  it('counts what lies below it, up to a limit', async () => {
    const { folder, remove } = temporaryFolder();
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
    for (const name of ['one', 'a/two', 'a/b/three']) writeFileSync(join(folder, name), 'x'.repeat(10));
    expect(await folderSize(folder, 100)).toEqual({ bytes: 30, files: 3, isWhole: true });
    expect(await folderSize(folder, 2)).toEqual({ bytes: 20, files: 2, isWhole: false });
    expect(await folderSize(join(folder, 'none'), 2)).toEqual({ bytes: 0, files: 0, isWhole: true });
    remove();
  });
});
