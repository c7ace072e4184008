import { contextBridge, ipcRenderer } from 'electron';
import { type ChronumBridge, CONNECT_CHANNEL, PORT_MESSAGE, type PortMessage } from '../contract/bridge.ts';

const bridge: ChronumBridge = { connect: () => ipcRenderer.send(CONNECT_CHANNEL) };
const message: PortMessage = { type: PORT_MESSAGE };

ipcRenderer.on(PORT_MESSAGE, ({ ports }) => {
  // Ports cannot pass the context bridge; a message to the window itself carries them over.
  if (ports[0]) window.postMessage(message, window.location.origin, [ports[0]]);
});

contextBridge.exposeInMainWorld('chronum', bridge);
