import type { SupportedMessagePort } from '@orpc/client/message-port';
import { RPCHandler } from '@orpc/server/message-port';
import type { createRouter } from './router/index.ts';

/** The kind of message that carries an item of a stream; see MessageType of oRPC's peers. */
const STREAM_ITEM = 3;

/** Serves the router to whoever holds the other end of a port. Ports are to be started after. */
export function createPortServer(router: ReturnType<typeof createRouter>): (port: SupportedMessagePort) => void {
  const handler = new RPCHandler(router, {
    // Items of streams are cloned as they are: bytes stay bytes, and nothing is turned into text on the way.
    experimental_transfer: ([, type]) => (type === STREAM_ITEM ? [] : null),
  });
  return (port) => handler.upgrade(port);
}
