import type { KeyboardEvent } from 'react';

/** Arrow keys, Home and End move the focus among the buttons and options of a vertical list. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('button, [role=option], [role=treeitem]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const target = {
    ArrowDown: items[Math.min(at + 1, items.length - 1)],
    ArrowUp: items[Math.max(at - 1, 0)],
    Home: items[0],
    End: items.at(-1),
  }[event.key];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}
