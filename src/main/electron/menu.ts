import { app, Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The menu of the system: the standard roles, so that editing shortcuts work in every field. The studio's own commands
 * have their shortcuts in the page, where they are shown beside their buttons.
 */
export function setMenu(): void {
  const isMac = process.platform === 'darwin';
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  // The role's own Quit has no shortcut on every system; closing the window is another thing than quitting.
  const file: MenuItemConstructorOptions[] = [
    { label: 'Close Window', role: 'close' },
    { type: 'separator' },
    { label: 'Quit Chronum Studio', accelerator: 'CommandOrControl+Q', click: () => app.quit() },
  ];
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const, { role: 'fileMenu' } as const] : [{ label: 'File', submenu: file }]),
    { role: 'editMenu' },
    { label: 'View', submenu: view },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
