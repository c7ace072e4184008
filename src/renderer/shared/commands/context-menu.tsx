import { type KeyboardEvent, useEffect, useRef } from 'react';
import { create } from 'zustand';
import { cx } from '../ui/class-names.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { moveFocus } from '../ui/move-focus.ts';
import popover from '../ui/popover.module.css';
import { formatShortcut } from '../ui/shortcut.ts';
import styles from './context-menu.module.css';
import { runCommand, useCommand } from './registry.ts';
import { useShortcut } from './use-shortcut.ts';

/** An entry: a command by its id, something that only makes sense for what was clicked, or a line. */
export type MenuItem =
  | string
  | {
      readonly label: string;
      readonly icon?: IconName;
      /** What it will do, before it does it. */
      readonly says?: string | undefined;
      /** Why it cannot be done now, in words. */
      readonly obstacle?: string | undefined;
      readonly run: () => unknown;
    }
  | typeof SEPARATOR;

export const SEPARATOR = { separator: true } as const;

interface OpenMenu {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly x: number;
  readonly y: number;
}

const useContextMenu = create<{ readonly menu: OpenMenu | null }>(() => ({ menu: null }));

type At = Pick<MouseEvent, 'clientX' | 'clientY' | 'buttons' | 'preventDefault'> & {
  readonly target: EventTarget | null;
  readonly currentTarget: EventTarget | null;
};

/** Adds entries to the menus of others, for what was clicked. */
type Contributor = (target: Element) => readonly MenuItem[];

const contributors: Contributor[] = [];

export const contributeToMenus = (contributor: Contributor): void => void contributors.push(contributor);

/** Opens a menu where the mouse is; asked for with the keyboard, beside what has the focus. `label` says what it is of. */
export function showContextMenu(event: At, label: string, items: readonly MenuItem[]): void {
  event.preventDefault();
  const byKeyboard = event.clientX === 0 && event.clientY === 0;
  const box = byKeyboard && event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : null;
  const { target } = event;
  const added = target instanceof Element ? contributors.flatMap((contribute) => contribute(target)) : [];
  const all = added.length > 0 && items.length > 0 ? [...added, SEPARATOR, ...items] : [...added, ...items];
  if (all.length === 0) return;
  const menu = { label, items: all, x: box ? box.left + 8 : event.clientX, y: box ? box.bottom : event.clientY };
  const open = () => useContextMenu.setState({ menu });
  // Most systems ask when the button goes down. Its going up beside a menu that is open by then would close it.
  if (event.buttons === 0) open();
  else addEventListener('pointerup', () => setTimeout(open), { once: true, capture: true });
}

const close = () => useContextMenu.setState({ menu: null });

const MARGIN = 8;

/** The one place where context menus appear. */
export function ContextMenuLayer() {
  const menu = useContextMenu((state) => state.menu);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null || menu === null) return;
    const before = document.activeElement;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(MARGIN, Math.min(menu.x, innerWidth - width - MARGIN))}px`;
    element.style.top = `${Math.max(MARGIN, Math.min(menu.y, innerHeight - height - MARGIN))}px`;
    element.querySelector<HTMLElement>('button')?.focus();
    const onToggle = (event: Event) => {
      if ((event as ToggleEvent).newState !== 'closed') return;
      const hasFocus = element.contains(document.activeElement) || document.activeElement === document.body;
      close();
      if (hasFocus && before instanceof HTMLElement) before.focus();
    };
    element.addEventListener('toggle', onToggle);
    return () => element.removeEventListener('toggle', onToggle);
  }, [menu]);
  if (menu === null) return null;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    moveFocus(event);
    // Keys of the menu are not those of the window.
    event.stopPropagation();
  };
  return (
    <div
      ref={ref}
      popover="auto"
      role="menu"
      aria-label={menu.label}
      tabIndex={-1}
      className={cx(popover.popover, styles.menu)}
      onKeyDown={onKeyDown}
    >
      {menu.items.map((item, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: the entries of an open menu stay where they are
        if (typeof item === 'string') return <CommandEntry key={index} id={item} />;
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        if ('separator' in item) return <hr key={index} />;
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        return <Entry key={index} {...item} />;
      })}
    </div>
  );
}

function CommandEntry({ id }: { readonly id: string }) {
  const state = useCommand(id);
  const shortcut = useShortcut(id);
  if (state === undefined) return null;
  const { command, label, obstacle } = state;
  return (
    <Entry
      label={label}
      {...(command.icon && { icon: command.icon })}
      obstacle={obstacle}
      keys={shortcut && formatShortcut(shortcut)}
      run={() => runCommand(id)}
    />
  );
}

interface EntryProps {
  readonly label: string;
  readonly icon?: IconName;
  readonly says?: string | undefined;
  readonly obstacle?: string | undefined;
  readonly keys?: string | undefined;
  readonly run: () => unknown;
}

const Entry = ({ label, icon, says, obstacle, keys, run }: EntryProps) => (
  <button
    type="button"
    role="menuitem"
    className={styles.entry}
    data-tall={says !== undefined}
    aria-disabled={obstacle !== undefined}
    aria-description={obstacle}
    data-tip={obstacle}
    onClick={(event) => {
      if (obstacle !== undefined) return;
      event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
      void run();
    }}
  >
    <span className={styles.icon}>{icon && <Icon name={icon} />}</span>
    <span className={styles.label}>
      {label}
      {says !== undefined && <small className={styles.says}>{says}</small>}
    </span>
    {keys && <kbd>{keys}</kbd>}
  </button>
);
