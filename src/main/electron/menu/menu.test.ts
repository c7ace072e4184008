import { describe, expect, it } from 'vitest';
import type { MenuBar } from '../../../contract/menu.ts';
import { acceleratorOf } from './accelerator.ts';
import { menuTemplate } from './menu-template.ts';

const entry = (command: string, shortcut: string | null = null, enabled = true) => ({
  command,
  label: `Do ${command}`,
  shortcut,
  enabled,
});

const BAR: MenuBar = [
  { label: 'File', groups: [[entry('file.new', 'Mod+N')]] },
  { label: 'Run', groups: [[entry('run.start', 'Mod+Enter')], [entry('run.cancel', null, false)]] },
  { label: 'Help', groups: [[entry('help.shortcuts', '?')]] },
];

describe('the menu bar', () => {
  const asked: string[] = [];
  const host = { platform: 'linux', isPackaged: true, quit: () => {}, ask: (id: string) => asked.push(id) } as const;
  const menusOf = (menu: MenuBar, platform: NodeJS.Platform = 'linux') =>
    menuTemplate(menu, { ...host, platform }).map(({ label, role, submenu }) => ({
      label: label ?? role,
      items: Array.isArray(submenu) ? submenu : [],
    }));

  it('has the commands before what the system does, with lines between groups', () => {
    const menus = menusOf(BAR);
    expect(menus.map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Run', 'Window', 'Help']);
    expect(menus[0]?.items.map(({ label, type }) => label ?? type)).toEqual([
      'Do file.new',
      'separator',
      'Close Window',
      'Quit Chronum Studio',
    ]);
    expect(menus[3]?.items).toMatchObject([
      { label: 'Do run.start', enabled: true, accelerator: 'CommandOrControl+Enter', registerAccelerator: false },
      { type: 'separator' },
      { label: 'Do run.cancel', enabled: false },
    ]);
  });

  it('asks the window for the command that was chosen', () => {
    const run = menusOf(BAR)[3]?.items[0];
    run?.click?.(undefined as never, undefined, undefined as never);
    expect(asked).toEqual(['run.start']);
  });

  it('leaves undoing to the window as soon as that can', () => {
    const roles = (menu: MenuBar) => menusOf(menu)[1]?.items.map(({ role, id }) => role ?? id);
    expect(roles([])).toEqual(['undo', 'redo', undefined, 'cut', 'copy', 'paste', 'selectAll']);
    expect(roles([{ label: 'Edit', groups: [[entry('edit.undo')]] }])).toEqual([
      'edit.undo',
      undefined,
      'cut',
      'copy',
      'paste',
      'selectAll',
    ]);
  });

  it('begins with the menu of the app on a Mac, which quits', () => {
    const menus = menusOf(BAR, 'darwin');
    expect(menus[0]?.label).toBe('appMenu');
    expect(menus[1]?.items.map(({ label }) => label)).not.toContain('Quit Chronum Studio');
  });
});

describe('a shortcut in the menu bar', () => {
  it.each([
    ['Mod+Shift+K', 'CommandOrControl+Shift+K'],
    ['Mod+K Mod+Shift+P', 'CommandOrControl+K'],
    ['Ctrl+Tab', 'Control+Tab'],
    ['Alt+ArrowUp', 'Alt+Up'],
    ['Mod++', 'CommandOrControl+Plus'],
    ['Mod+ä', undefined],
    ['', undefined],
    ['Cmd+K', undefined],
  ])('%s is %s', (shortcut, accelerator) => {
    expect(acceleratorOf(shortcut)).toBe(accelerator);
  });
});
