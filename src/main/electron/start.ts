import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { app, BrowserWindow, dialog } from 'electron';
import { findDataFolder } from '../store/data-folder.ts';
import { declareAppScheme, serveApp } from './app-protocol.ts';
import { acceptConnections } from './connections.ts';
import { setMenu } from './menu.ts';
import { openStudio } from './open-studio.ts';
import { studioPage } from './page.ts';
import { quitInOrder } from './quit.ts';
import { followTheme, glanceAtTheme } from './theme.ts';
import { openWindow } from './window.ts';

/**
 * Loading the studio keeps this process busy for a while. The best time for that is when the page's document is on its way
 * and the page's own process is still starting; its scripts are asked for after.
 */
const ON_ITS_WAY_MS = 25;
/** In development the page comes from elsewhere. */
const LONGEST_HEAD_START_MS = 200;

/** Starts the studio's window and all behind it. `out` is the folder of the built app. */
export async function startApp(out: string): Promise<void> {
  const dataFolder = findDataFolder();
  // Chromium's own files stay apart from ours. The lock of the single instance lies there too: one app a data folder.
  app.setPath('userData', join(dataFolder, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  declareAppScheme();
  // As root the sandbox cannot work, and the start script says so to Chromium; a sandboxed page is then still without Node.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  const page = studioPage(app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL);
  await app.whenReady();

  const firstServed = serveApp(join(out, 'renderer'));
  glanceAtTheme(dataFolder);
  const opening = Promise.withResolvers<Awaited<ReturnType<typeof openStudio>>>();
  const studio = opening.promise.then((opened) => opened.studio);
  quitInOrder(studio);
  acceptConnections(
    page,
    opening.promise.then(({ serve }) => serve),
  );
  const placeFile = join(dataFolder, 'electron', 'window.json');
  const preload = join(out, 'preload', 'index.cjs');
  const icon = join(dirname(out), 'resources', 'icons', '256x256.png');
  const open = () => openWindow({ page, preload, icon, placeFile });
  open();
  setMenu();
  keepOneInstance(open);
  await Promise.race([firstServed.then(() => pause(ON_ITS_WAY_MS)), pause(LONGEST_HEAD_START_MS)]);
  openStudio(dataFolder, out).then(opening.resolve, opening.reject);
  studio.then(followTheme, giveUp);
}

/** Without its data the studio can do nothing: says why, and quits. */
async function giveUp(error: unknown): Promise<void> {
  const detail = error instanceof Error ? error.message : String(error);
  const message = 'Chronum Studio cannot open its data';
  process.stderr.write(`${message}: ${detail}\n`);
  await dialog.showMessageBox({ type: 'error', message, detail, buttons: ['Quit'] });
  app.quit();
}

function keepOneInstance(open: () => BrowserWindow): void {
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
