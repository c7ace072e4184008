import { PORT_MESSAGE } from '../../../contract/bridge.ts';

/** Asks the host for a connection through the preload's one call; resolves with the port that it posts back. */
export function requestPort(target: Window): Promise<MessagePort> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent) => {
      const [port] = event.ports;
      if (event.source !== target || port === undefined || event.data?.type !== PORT_MESSAGE) return;
      target.removeEventListener('message', receive);
      resolve(port);
    };
    target.addEventListener('message', receive);
    target.chronum.connect();
  });
}
