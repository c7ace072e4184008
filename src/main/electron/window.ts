import { BrowserWindow, dialog, nativeTheme } from 'electron';
import { belongsTo, type Page } from './page.ts';
import { LEAST_SIZE, placeOfWindow, rememberPlace } from './window-place.ts';

/** The colours of the page's own background, so that nothing flashes before the first paint. */
const BACKGROUND = { light: '#ffffff', dark: '#15171c' } as const;

const CRASH_AGAIN_MS = 10_000;

interface WindowOptions {
  readonly page: Page;
  /** Absolute path of the preload script. */
  readonly preload: string;
  /** Of the window, where it has none from its package. */
  readonly icon: string;
  /** File that remembers where the window was. */
  readonly placeFile: string;
}

/** Opens the studio's window: sandboxed, and unable to go anywhere but its own page. */
export function openWindow({ page, preload, icon, placeFile }: WindowOptions): BrowserWindow {
  const { bounds, maximized } = placeOfWindow(placeFile);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    show: false,
    title: 'Chronum Studio',
    backgroundColor: backgroundColor(),
    autoHideMenuBar: true,
    ...(process.platform === 'linux' ? { icon } : {}),
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  confine(window, page);
  reviveAfterCrash(window);
  rememberPlace(window, placeFile);
  const followTheme = () => window.setBackgroundColor(backgroundColor());
  nativeTheme.on('updated', followTheme);
  window.on('closed', () => nativeTheme.off('updated', followTheme));
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  void window.loadURL(page.url);
  return window;
}

const backgroundColor = (): string => BACKGROUND[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'];

/** Links that somebody else wrote may stand in logs and descriptions: none of them leads this window away or opens another. */
function confine(window: BrowserWindow, page: Page): void {
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => {
    if (!belongsTo(page, event.url)) event.preventDefault();
  });
  webContents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.session.setPermissionRequestHandler((_contents, permission, answer) => answer(isHarmless(permission)));
  webContents.session.setPermissionCheckHandler((_contents, permission) => isHarmless(permission));
}

/** A page that crashed is loaded anew and loses nothing: it only shows what main has. One that crashes again at once is not. */
function reviveAfterCrash(window: BrowserWindow): void {
  let last = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const isAgain = performance.now() - last < CRASH_AGAIN_MS;
    last = performance.now();
    if (!isAgain) window.webContents.reload();
    else
      dialog.showErrorBox(
        'The window of Chronum Studio crashed',
        `Twice in a row (${reason}). Runs go on; restart the app to see them.`,
      );
  });
}

/** Copying is all that the page may do beyond showing itself. */
const isHarmless = (permission: string): boolean => permission === 'clipboard-sanitized-write';
