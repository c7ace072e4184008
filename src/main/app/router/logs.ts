import { copyFile } from 'node:fs/promises';
import { readUsage } from '../../logs/usage.ts';
import type { EventReader } from '../../ports/event-log.ts';
import { type AttemptKey, InvalidSearch, type LogStore } from '../../ports/log-store.ts';
import type { RunStore } from '../../ports/run-store.ts';
import { followLog } from '../follow-log.ts';
import { followUsage } from '../follow-usage.ts';
import type { Host } from '../host.ts';
import { mergedLog } from '../merged-log.ts';
import { openPrintedFile } from '../printed-file.ts';
import { searchLog } from '../search-log.ts';
import { os } from './base.ts';

export interface LogParts {
  readonly log: EventReader;
  readonly logs: LogStore;
  readonly runs: RunStore;
  readonly host: Pick<Host, 'chooseTarget' | 'openFile' | 'openLink' | 'reveal'>;
  /** The time, RFC 3339 UTC. */
  readonly now: () => string;
}

export const logRouter = ({ log, logs, runs, host, now }: LogParts) => {
  const missing = (runId: string) => ({ message: `There is no run ${runId} (any more).` });
  return {
    logs: {
      follow: os.logs.follow.handler(async function* ({ input: { key, from }, signal, errors }) {
        if (!runs.get(key.runId)) throw errors.NOT_FOUND(missing(key.runId));
        yield* followLog({ logs, log, runs }, { key, from, signal });
      }),
      read: os.logs.read.handler(async function* ({ input: { key, from, to, until }, errors }) {
        if (!runs.get(key.runId)) throw errors.NOT_FOUND(missing(key.runId));
        const size = until === undefined ? await logs.size(key) : await logs.sizeAt(key, until);
        const end = until === undefined ? to : Math.min(to ?? size, size);
        const start = until !== undefined && from < 0 ? Math.max(0, size + from) : from;
        const chunks = await logs.read(key, end === undefined ? { from: start } : { from: start, to: end });
        // Copies: a view would carry its whole buffer over the port.
        const pieces = chunks.map((chunk) => ({ ...chunk, bytes: new Uint8Array(chunk.bytes) }));
        yield { pieces, size: until === undefined ? await logs.size(key) : size };
      }),
      usage: os.logs.usage.handler(async function* ({ input: { key }, signal, errors }) {
        if (!runs.get(key.runId)) throw errors.NOT_FOUND(missing(key.runId));
        const read = (from: number) => readUsage(logs.pathOf(key), from);
        yield* followUsage({ read, log, runs }, { key, signal });
      }),
      search: os.logs.search.handler(async function* ({ input, signal = new AbortController().signal, errors }) {
        if (!runs.get(input.key.runId)) throw errors.NOT_FOUND(missing(input.key.runId));
        try {
          yield* searchLog(logs, { ...input, signal });
        } catch (error) {
          if (signal.aborted) return;
          if (error instanceof InvalidSearch) throw errors.INVALID({ message: error.message, data: { problems: [] } });
          throw error;
        }
      }),
      merged: os.logs.merged.handler(async function* ({ input: { runId }, signal, errors }) {
        if (!runs.get(runId)) throw errors.NOT_FOUND(missing(runId));
        const isOver = () => runs.get(runId)?.finishedAt != null;
        yield* mergedLog({ logs, isOver, now: () => Date.parse(now()) }, { runId, signal });
      }),
      save: os.logs.save.handler(async ({ input: { key }, errors }) => {
        if (!runs.get(key.runId)) throw errors.NOT_FOUND(missing(key.runId));
        const target = await host.chooseTarget({ title: 'Save the output', name: fileName(key) });
        if (target === null) return { path: null };
        await copyFile(logs.pathOf(key), target).catch((error: Error) => {
          throw errors.UNAVAILABLE({ message: `The output was not saved: ${error.message}` });
        });
        return { path: target };
      }),
      openFile: os.logs.openFile.handler(async ({ input: { runId, path }, errors }) => {
        const run = runs.get(runId);
        if (!run) throw errors.NOT_FOUND(missing(runId));
        const problem = await openPrintedFile(path, run.workspace, host);
        if (problem !== null) throw errors.NOT_FOUND({ message: problem });
      }),
      openLink: os.logs.openLink.handler(({ input: { url } }) => host.openLink(url)),
    },
  };
};

const fileName = ({ stepId, branch, attempt }: AttemptKey): string =>
  `${[stepId, ...(branch === 'body' ? [] : [branch]), attempt].join('-').replace(/[^\p{L}\p{N}._-]+/gu, '-')}.log`;
