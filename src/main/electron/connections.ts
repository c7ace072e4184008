import { ipcMain, MessageChannelMain, type MessagePortMain, type WebFrameMain } from 'electron';
import { CONNECT_CHANNEL, PORT_MESSAGE } from '../../contract/bridge.ts';
import { belongsTo, type Page } from './page.ts';

type Serve = (port: MessagePortMain) => void;

/**
 * Answers the page's one call with a port over which the contract is served. Whoever else may call is not heard: only the main
 * frame of a window that shows our own page is. Requests that come before the studio is ready wait in the port.
 */
export function acceptConnections(page: Page, serving: Promise<Serve>): void {
  serving.catch(() => undefined);
  ipcMain.on(CONNECT_CHANNEL, ({ senderFrame }) => {
    if (!senderFrame || !isOwnPage(page, senderFrame)) return;
    const { port1, port2 } = new MessageChannelMain();
    senderFrame.postMessage(PORT_MESSAGE, null, [port1]);
    serving.then(
      (serve) => {
        serve(port2);
        port2.start();
      },
      // The window is about to close: the reason was told in a dialog.
      () => port2.close(),
    );
  });
}

const isOwnPage = (page: Page, frame: WebFrameMain): boolean => frame.parent === null && belongsTo(page, frame.url);
