/**
 * What the preload script gives to the page: one call that asks for a connection. The answer is a message to the page's
 * own window with a MessagePort, over which the contract is served. Nothing else of the host is reachable.
 */
export interface ChronumBridge {
  /** Asks for a port. It arrives as a `message` event of the window whose data is a `PortMessage`. */
  connect(): void;
}

export interface PortMessage {
  readonly type: typeof PORT_MESSAGE;
}

/** The `type` of the message that hands the port to the page, and the channel on which the page's process receives it. */
export const PORT_MESSAGE = 'chronum:port';

/** The one channel of the page's process to the host. */
export const CONNECT_CHANNEL = 'chronum:connect';

declare global {
  interface Window {
    readonly chronum: ChronumBridge;
  }
}

/** Under this key the window keeps what was open and how it was laid out. */
export const WINDOW_LAYOUT = 'window';
