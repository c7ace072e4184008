import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { eventIterator, oc } from '@orpc/contract';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createConnection } from './connection.ts';
import { follow } from './follow.ts';

const contract = {
  echo: oc.input(z.string()).output(z.string()),
  count: oc.input(z.object({ after: z.number() })).output(eventIterator(z.number())),
  never: oc.output(z.string()),
};

/** A studio that counts; each port is served until it is closed. */
function serve() {
  const os = implement(contract);
  let limit = 3;
  let wake = () => {};
  const router = os.router({
    echo: os.echo.handler(({ input }) => input),
    never: os.never.handler(() => new Promise<string>(() => {})),
    count: os.count.handler(async function* ({ input, signal }) {
      for (let number = input.after + 1; !signal?.aborted; number++) {
        while (number > limit && !signal?.aborted) await new Promise<void>((resolve) => (wake = resolve));
        yield number;
        if (number === 9) return;
      }
    }),
  });
  const handler = new RPCHandler(router);
  const ports: MessageChannel[] = [];
  return {
    async requestPort(): Promise<MessagePort> {
      const channel = new MessageChannel();
      ports.push(channel);
      handler.upgrade(channel.port2 as never);
      return channel.port1 as unknown as MessagePort;
    },
    raise(to: number) {
      limit = to;
      wake();
    },
    dropLatest: () => ports.at(-1)?.port2.close(),
    close() {
      for (const { port1, port2 } of ports) {
        port1.close();
        port2.close();
      }
    },
  };
}

describe('the connection to the studio', () => {
  const studio = serve();
  const connection = createConnection(studio.requestPort);
  const client: ContractRouterClient<typeof contract> = createORPCClient(connection.link);
  afterEach(() => vi.restoreAllMocks());

  it('carries calls', async () => {
    expect(await client.echo('hello')).toBe('hello');
    expect(connection.status()).toBe('open');
  });

  it('fails what was under way when the port closes, and goes on over a new one', async () => {
    const lost = client.never();
    await client.echo('the call above has left');
    studio.dropLatest();
    await expect(lost).rejects.toThrow();
    expect(await client.echo('again')).toBe('again');
  });

  it('resumes a stream where it stood', async () => {
    const seen: number[] = [];
    const ended = Promise.withResolvers<void>();
    follow({
      open: (signal) => client.count({ after: seen.at(-1) ?? 0 }, { signal }),
      onItem: (number) => void seen.push(number),
      onEnd: ended.resolve,
      delays: [0],
    });
    await vi.waitFor(() => expect(seen).toEqual([1, 2, 3]));
    studio.dropLatest();
    studio.raise(9);
    await ended.promise;
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    studio.close();
  });
});

describe('follow', () => {
  const stream = async function* (items: readonly number[]) {
    yield* items;
  };

  it('opens again after an end that is not the end', async () => {
    const seen: number[] = [];
    const stop = follow({
      open: async () => stream([1, 2]),
      onItem: (item) => {
        seen.push(item);
        if (seen.length === 4) stop();
      },
      delays: [0],
    });
    await vi.waitFor(() => expect(seen).toEqual([1, 2, 1, 2]));
  });

  it('gives up where asking again cannot help', async () => {
    const refused = vi.fn();
    const open = vi.fn(async () => {
      throw new ORPCError('NOT_FOUND');
    });
    follow({ open, onItem: () => {}, onRefused: refused, delays: [0] });
    await vi.waitFor(() => expect(refused).toHaveBeenCalledOnce());
    expect(open).toHaveBeenCalledOnce();
  });

  it('tells nothing after it was stopped', async () => {
    const next = Promise.withResolvers<void>();
    const seen: number[] = [];
    const stop = follow({
      open: async () =>
        (async function* () {
          yield 1;
          await next.promise;
          yield 2;
        })(),
      onItem: (item) => void seen.push(item),
      delays: [0],
    });
    await vi.waitFor(() => expect(seen).toEqual([1]));
    stop();
    next.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([1]);
  });
});
