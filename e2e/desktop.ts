import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { MenuItem, Notification as SystemNotification, Tray as SystemTray } from 'electron';
import { inApp } from './in-app.ts';
import { expect, launchApp } from './studio.ts';

const ROOT = dirname(import.meta.dirname);

/** What the spies in the app's process keep. */
interface Spied {
  menu?: { items: MenuItem[] } | null;
  notifications?: SystemNotification[];
  questions?: string[];
}

declare global {
  var spied: Spied;
}

export function writeSettings(dataFolder: string, settings: Readonly<Record<string, unknown>>): void {
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify(settings));
}

/**
 * The app with spies on what a virtual display does not show: its tray menu and its notifications. The tray appears once they
 * are there. `settings` are kept besides.
 */
export async function launchWithTray(
  dataFolder: string,
  settings: Readonly<Record<string, unknown>> = {},
  options: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<ElectronApplication> {
  writeSettings(dataFolder, { ...settings, tray: 'never' });
  const app = await launchApp({ dataFolder, ...options });
  const spy = () =>
    app.evaluate(({ Notification, Tray }) => {
      if (globalThis.spied !== undefined) return;
      const spied: Spied = { notifications: [] };
      globalThis.spied = spied;
      const { setContextMenu } = Tray.prototype;
      Tray.prototype.setContextMenu = function (this: SystemTray, menu) {
        spied.menu = menu;
        setContextMenu.call(this, menu);
      };
      Notification.isSupported = () => true;
      Notification.prototype.show = function (this: SystemNotification) {
        spied.notifications?.push(this);
      };
    });
  await inApp(spy);
  writeSettings(dataFolder, { ...settings, tray: 'always' });
  await expect.poll(() => trayLabels(app)).toContain('Quit Chronum Studio');
  return app;
}

/** What the tray's menu says, entries of a menu in it behind ` > `. */
export const trayLabels = (app: ElectronApplication): Promise<string[]> =>
  inApp(() =>
    app.evaluate(() => {
      const labels = (items: readonly MenuItem[], before: string): string[] =>
        items
          .filter(({ type }) => type !== 'separator')
          .flatMap(({ label, submenu }) => [before + label, ...labels(submenu?.items ?? [], `${before + label} > `)]);
      return labels(globalThis.spied?.menu?.items ?? [], '');
    }),
  );

/** Clicks an entry of the tray's menu, which no test can reach with a mouse. */
export async function clickTray(app: ElectronApplication, label: string): Promise<void> {
  await expect.poll(() => trayLabels(app)).toContain(label);
  const click = () =>
    app.evaluate((_electron, path) => {
      let items: readonly MenuItem[] = globalThis.spied.menu?.items ?? [];
      let found: MenuItem | undefined;
      for (const part of path.split(' > ')) {
        found = items.find((item) => item.label === part);
        items = found?.submenu?.items ?? [];
      }
      found?.click();
    }, label);
  await inApp(click);
}

export const notifications = (app: ElectronApplication): Promise<{ title: string; body: string }[]> =>
  inApp(() => app.evaluate(() => (globalThis.spied.notifications ?? []).map(({ title, body }) => ({ title, body }))));

/** Clicks the notification that was shown last. */
export const clickNotification = (app: ElectronApplication): Promise<unknown> =>
  inApp(() => app.evaluate(() => globalThis.spied.notifications?.at(-1)?.emit('click')));

export const countWindows = (app: ElectronApplication): Promise<number> =>
  inApp(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length));

/** Closes the window as its button does. */
export async function closeWindow(app: ElectronApplication): Promise<void> {
  await inApp(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()));
}

/** The window that comes when `cause` is done. */
export async function windowAfter(app: ElectronApplication, cause: () => Promise<unknown>): Promise<Page> {
  const [window] = await Promise.all([app.waitForEvent('window'), cause()]);
  return window;
}

/** Answers questions of the app with the button of this number. */
export async function answerQuestions(app: ElectronApplication, response: number): Promise<void> {
  const answering = () =>
    app.evaluate(({ dialog }, answer) => {
      const spied = globalThis.spied ?? {};
      globalThis.spied = spied;
      spied.questions = [];
      dialog.showMessageBox = ((...args: unknown[]) => {
        const { message } = args.at(-1) as { message: string };
        spied.questions?.push(message);
        return Promise.resolve({ response: answer, checkboxChecked: false });
      }) as typeof dialog.showMessageBox;
    }, response);
  await inApp(answering);
}

export const questions = (app: ElectronApplication): Promise<string[]> =>
  inApp(() => app.evaluate(() => globalThis.spied.questions ?? []));

/** Starts the app once more on the same data, as a click on its icon would. Resolves to its exit code. */
export function startAgain(dataFolder: string, args: readonly string[], cwd = ROOT): Promise<number | null> {
  const switches = (process.env.CHRONUM_ELECTRON_SWITCHES ?? '').split(' ').filter((text) => text !== '');
  const child = spawn(process.env.ELECTRON_EXEC_PATH ?? '', [ROOT, ...switches, ...args], {
    cwd,
    env: { ...process.env, CHRONUM_HOME: dataFolder },
    stdio: 'ignore',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
}
