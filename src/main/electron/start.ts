import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { app, dialog, net, powerMonitor } from 'electron';
import { createWindowRequests } from '../app/window-requests.ts';
import { findDataFolder } from '../store/data-folder.ts';
import { declareAppScheme, serveApp } from './app-protocol.ts';
import { becomeTheOnlyOne, onLaterStart, type Start, thisStart } from './background/instance.ts';
import { showPath } from './background/show-path.ts';
import { closeWindows } from './background/window-closing.ts';
import { acceptConnections } from './connections.ts';
import { type Desktop, startDesktop } from './desktop.ts';
import { createMainWindow } from './main-window.ts';
import { setMenu } from './menu/set-menu.ts';
import { openStudio } from './open-studio.ts';
import { studioPage } from './page.ts';
import { createPowerEvents } from './power/power-events.ts';
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

/** Starts the studio, its window unless it is to start hidden, and all behind it. `out` is the folder of the built app. */
export async function startApp(out: string): Promise<void> {
  const dataFolder = findDataFolder();
  // Chromium's own files stay apart from ours. The lock of the single instance lies there too: one app a data folder.
  app.setPath('userData', join(dataFolder, 'electron'));
  const start = thisStart();
  if (!becomeTheOnlyOne(start)) {
    app.exit(0);
    return;
  }
  // Files may be handed over before there is a window to show them in.
  const handling = Promise.withResolvers<(later: Start) => void>();
  onLaterStart((later) => void handling.promise.then((handle) => handle(later)));
  declareAppScheme();
  // As root the sandbox cannot work, and the start script says so to Chromium; a sandboxed page is then still without Node.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // Windows shows notifications only of apps that it knows by a name.
  if (process.platform === 'win32') app.setAppUserModelId('studio.chronum.app');
  const page = studioPage(app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL);
  await app.whenReady();

  const firstServed = serveApp(join(out, 'renderer'));
  glanceAtTheme(dataFolder);
  const opening = Promise.withResolvers<Awaited<ReturnType<typeof openStudio>>>();
  const studio = opening.promise.then((opened) => opened.studio);
  let desktop: Desktop | undefined;
  const quit = quitInOrder(studio, () => desktop?.stop());
  closeWindows(quit, () => desktop?.standing());
  acceptConnections(
    page,
    opening.promise.then(({ serve }) => serve),
  );
  const resources = join(dirname(out), 'resources');
  const placeFile = join(dataFolder, 'electron', 'window.json');
  const preload = join(out, 'preload', 'index.cjs');
  const icon = join(resources, 'icons', '256x256.png');
  const window = createMainWindow(() => openWindow({ page, preload, icon, placeFile }));
  const requests = createWindowRequests();
  const showRun = (runId: string) => {
    requests.ask({ show: 'run', runId });
    window.show();
  };
  const machine = createPowerEvents({ power: powerMonitor, isOnline: () => net.isOnline() });
  if (!start.hidden) window.show();
  setMenu();
  const showPaths = ({ paths, cwd }: Start) => {
    for (const path of paths) void showPath({ path, cwd, studio, requests });
  };
  handling.resolve((later) => {
    if (quit.isLeaving()) return;
    if (!later.hidden) window.show();
    showPaths(later);
  });
  if (!start.hidden) await Promise.race([firstServed.then(() => pause(ON_ITS_WAY_MS)), pause(LONGEST_HEAD_START_MS)]);
  openStudio({ dataFolder, out, requests, machine, showRun }).then(opening.resolve, opening.reject);
  studio.then((opened) => {
    followTheme(opened);
    desktop = startDesktop({ studio: opened, dataFolder, resources, window, showRun });
    showPaths(start);
  }, giveUp);
}

/** Without its data the studio can do nothing: says why, and quits. */
async function giveUp(error: unknown): Promise<void> {
  const detail = error instanceof Error ? error.message : String(error);
  const message = 'Chronum Studio cannot open its data';
  process.stderr.write(`${message}: ${detail}\n`);
  await dialog.showMessageBox({ type: 'error', message, detail, buttons: ['Quit'] });
  app.quit();
}
