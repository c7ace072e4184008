import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';

export type ConnectionStatus = 'connecting' | 'open' | 'lost';

export interface Connection {
  /** Carries calls over the present port; waits for the next one while there is none. */
  readonly link: ClientLink<ClientContext>;
  status(): ConnectionStatus;
  subscribe(listener: (status: ConnectionStatus) => void): () => void;
}

/**
 * A link that outlives its port. When the port closes, calls in flight are rejected (streams resume by themselves, see
 * follow.ts), and a new port is asked for at once.
 */
export function createConnection(requestPort: () => Promise<MessagePort>): Connection {
  const listeners = new Set<(status: ConnectionStatus) => void>();
  let status: ConnectionStatus = 'connecting';
  let current = connect();

  function setStatus(next: ConnectionStatus) {
    status = next;
    for (const listener of listeners) listener(next);
  }

  async function connect(): Promise<RPCLink<ClientContext>> {
    const port = await requestPort();
    const link = new RPCLink<ClientContext>({ port });
    port.addEventListener('close', () => {
      setStatus('lost');
      current = connect();
    });
    port.start();
    setStatus('open');
    return link;
  }

  return {
    link: { call: async (path, input, options) => (await current).call(path, input, options) },
    status: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
