import { app, Menu } from 'electron';
import type { MenuBar } from '../../../contract/menu.ts';
import { menuTemplate } from './menu-template.ts';

/** Shows the menu bar: before a window has told of its commands, with what the system itself does. */
export function setMenu(menu: MenuBar = [], ask: (command: string) => void = () => {}): void {
  const { platform } = process;
  const template = menuTemplate(menu, { platform, isPackaged: app.isPackaged, quit: () => app.quit(), ask });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
