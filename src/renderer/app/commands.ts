import { useEffect } from 'react';
import { changeLayout, useLayout } from '../shared/stores/layout.ts';
import { canCancelRun, requestRun } from '../shared/stores/run-control.ts';
import { cancelRun } from '../shared/stores/studio.ts';
import { matchesShortcut, type Shortcut } from '../shared/ui/shortcut.ts';
import { togglePanel } from './shell/narrow.ts';

/** What a key does anywhere in the window. Buttons show the same shortcuts from here. */
export const SHORTCUTS = {
  run: { key: 'Enter', mod: true },
  cancel: { key: '.', mod: true },
  toggleSide: { key: 'b', mod: true },
  toggleBottom: { key: 'j', mod: true },
  toggleInspector: { key: 'i', mod: true },
} as const satisfies Record<string, Shortcut>;

const EFFECTS: Readonly<Record<keyof typeof SHORTCUTS, () => void>> = {
  run: requestRun,
  cancel: () => canCancelRun() && void cancelRun(),
  toggleSide: () => togglePanel('side'),
  toggleBottom: () => changeLayout({ bottomOpen: !useLayout.getState().bottomOpen }),
  toggleInspector: () => togglePanel('inspector'),
};

export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // Schedules have the window for themselves: what these keys act on is not in sight.
      if (useLayout.getState().activity === 'schedules') return;
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      for (const [id, shortcut] of Object.entries(SHORTCUTS)) {
        if (!matchesShortcut(event, shortcut)) continue;
        event.preventDefault();
        EFFECTS[id as keyof typeof SHORTCUTS]();
        return;
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
