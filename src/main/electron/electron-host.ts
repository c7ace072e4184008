import { app, BrowserWindow, dialog, type OpenDialogOptions, shell } from 'electron';
import type { Host } from '../app/host.ts';
import type { WindowRequests } from '../app/window-requests.ts';

/** What the router asks of Electron. */
export const electronHost = (requests: WindowRequests): Host => ({
  requests,
  version: app.getVersion(),
  electron: process.versions.electron ?? null,
  async chooseFolder() {
    const options: OpenDialogOptions = {
      title: 'Open a folder of flows',
      buttonLabel: 'Open',
      properties: ['openDirectory', 'createDirectory'],
    };
    const [window] = BrowserWindow.getAllWindows();
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options));
    return canceled ? null : (filePaths[0] ?? null);
  },
  reveal: async (path) => shell.showItemInFolder(path),
});
