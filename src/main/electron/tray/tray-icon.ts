import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, Tray } from 'electron';
import { type TrayAction, type TrayEntry, trayMenu } from './tray-menu.ts';
import { type TrayModel, type TrayStatus, trayStatus, trayTip } from './tray-model.ts';

export interface TrayIcon {
  show(model: TrayModel): void;
  destroy(): void;
}

interface TrayIconParts {
  /** Folder with the icons. */
  readonly resources: string;
  readonly act: (action: TrayAction) => void;
  /** A person is about to look: what counts down should be right. */
  readonly refresh: () => void;
}

/** The icon in the system's tray. Only what has changed is handed to the system. */
export function createTrayIcon({ resources, act, refresh }: TrayIconParts): TrayIcon {
  const imageOf = (status: TrayStatus) => join(resources, 'tray', `${status}${IS_MAC ? 'Template' : ''}.png`);
  const tray = new Tray(imageOf('idle'));
  let shown = { status: 'idle', tip: '', menu: '' };

  tray.on('mouse-enter', refresh);
  // On a Mac a click opens the menu.
  if (!IS_MAC) tray.on('click', () => act({ do: 'open' }));

  return {
    show(model) {
      if (tray.isDestroyed()) return;
      const [status, tip, entries] = [trayStatus(model), trayTip(model), trayMenu(model)];
      const menu = JSON.stringify(entries);
      if (status !== shown.status) tray.setImage(imageOf(status));
      if (tip !== shown.tip) tray.setToolTip(tip);
      // A whole new menu, since Linux does not notice changes of one.
      if (menu !== shown.menu) tray.setContextMenu(Menu.buildFromTemplate(templateOf(entries, act)));
      shown = { status, tip, menu };
    },
    destroy: () => tray.destroy(),
  };
}

const IS_MAC = process.platform === 'darwin';

function templateOf(entries: readonly TrayEntry[], act: (action: TrayAction) => void): MenuItemConstructorOptions[] {
  return entries.map((entry): MenuItemConstructorOptions => {
    if (entry.kind === 'separator') return { type: 'separator' };
    // A single `&` would mark a letter as the entry's key.
    const label = IS_MAC ? entry.label : entry.label.replaceAll('&', '&&');
    if (entry.kind === 'menu') return { label, submenu: templateOf(entry.entries, act) };
    const { action } = entry;
    return action === undefined ? { label, enabled: false } : { label, click: () => act(action) };
  });
}
