import type { MenuItemConstructorOptions } from 'electron';
import type { MenuBar } from '../../../contract/menu.ts';
import { acceleratorOf } from './accelerator.ts';

interface MenuHost {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  readonly quit: () => void;
  /** Has the window do what a command does. */
  readonly ask: (command: string) => void;
}

type Items = readonly MenuItemConstructorOptions[];

/**
 * The menu bar: the window's commands, with what the system itself does in the places where a person looks for it. The window answers
 * the shortcuts of its commands, because it knows where the focus is: here they are only shown.
 */
export function menuTemplate(menu: MenuBar, host: MenuHost): MenuItemConstructorOptions[] {
  const isMac = host.platform === 'darwin';
  const own = new Map(menu.map(({ label, groups }) => [label, groups.map((group) => group.map(itemOf))]));
  const itemsOf = (label: string): readonly Items[] => own.get(label) ?? [];
  function itemOf({ command, label, shortcut, enabled }: MenuBar[number]['groups'][number][number]) {
    const accelerator = shortcut === null ? undefined : acceleratorOf(shortcut);
    return {
      id: command,
      label,
      enabled,
      click: () => host.ask(command),
      ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
    };
  }
  const undoes = menu.some(({ groups }) => groups.flat().some(({ command }) => command === 'edit.undo'));
  const system: Readonly<Record<string, readonly Items[]>> = {
    File: [leaveItems(host)],
    Edit: [
      ...(undoes ? [] : [[{ role: 'undo' }, { role: 'redo' }] as const]),
      [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
    ],
    View: [
      [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' }],
      [{ role: 'reload' }, ...(host.isPackaged ? [] : [{ role: 'toggleDevTools' } as const])],
    ],
  };
  const labels = ['File', 'Edit', 'View', ...[...own.keys()].filter((label) => !(label in system))];
  const menus = labels.map((label) => ({
    label,
    submenu: separated([...itemsOf(label), ...(system[label] ?? [])]),
    ...(label === 'Help' && { role: 'help' as const }),
  }));
  const help = menus.findIndex(({ label }) => label === 'Help');
  menus.splice(help < 0 ? menus.length : help, 0, {
    label: 'Window',
    submenu: [{ role: 'minimize' }, { role: 'zoom' }],
  });
  return isMac ? [{ role: 'appMenu' }, ...menus] : menus;
}

/** Closing the window is another thing than quitting, and than closing a tab. The menu of a Mac's app has its own Quit. */
function leaveItems({ platform, quit }: MenuHost): Items {
  const close = { label: 'Close Window', role: 'close', accelerator: 'CommandOrControl+Shift+W' } as const;
  const leave = { label: 'Quit Chronum Studio', accelerator: 'CommandOrControl+Q', click: quit };
  return platform === 'darwin' ? [close] : [close, leave];
}

const separated = (groups: readonly Items[]): MenuItemConstructorOptions[] =>
  groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [{ type: 'separator' as const }, ...group]));
