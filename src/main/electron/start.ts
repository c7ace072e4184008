import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';
import { findDataFolder } from '../store/data-folder.ts';
import { declareAppScheme, serveApp } from './app-protocol.ts';
import { setMenu } from './menu.ts';
import { studioPage } from './page.ts';
import { openWindow } from './window.ts';

/** Starts the studio's window and all behind it. `out` is the folder of the built app. */
export async function startApp(out: string): Promise<void> {
  const data = findDataFolder();
  // Chromium's own files stay apart from ours. The lock of the single instance lies there too: one app a data folder.
  app.setPath('userData', join(data, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  declareAppScheme();
  // As root the sandbox cannot work, and the start script says so to Chromium; a sandboxed page is then still without Node.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  const page = studioPage(app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL);
  await app.whenReady();

  serveApp(join(out, 'renderer'));
  const placeFile = join(data, 'electron', 'window.json');
  const open = () => openWindow({ page, preload: join(out, 'preload', 'index.cjs'), placeFile });
  open();
  setMenu();
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}
