import { app, BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions, shell } from 'electron';
import type { Settings } from '../../contract/settings.ts';
import { editorLink } from '../app/editor-link.ts';
import type { Host } from '../app/host.ts';
import type { WindowRequests } from '../app/window-requests.ts';
import { setMenu } from './menu/set-menu.ts';

/** What the router asks of Electron. */
export const electronHost = (requests: WindowRequests, editor: () => Settings['editor']): Host => ({
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
  async chooseTarget({ title, name }) {
    const options: SaveDialogOptions = { title, defaultPath: name, properties: ['createDirectory'] };
    const [window] = BrowserWindow.getAllWindows();
    const { canceled, filePath } = await (window
      ? dialog.showSaveDialog(window, options)
      : dialog.showSaveDialog(options));
    return canceled || filePath === '' ? null : filePath;
  },
  async openFile(path, line) {
    const link = editorLink(editor(), path, line);
    if (link !== null) return shell.openExternal(link);
    const problem = await shell.openPath(path);
    if (problem !== '') throw new Error(problem);
  },
  openLink: (url) => shell.openExternal(url),
  reveal: async (path) => shell.showItemInFolder(path),
  setMenu: (menu) => setMenu(menu, (command) => requests.ask({ show: 'command', command })),
});
