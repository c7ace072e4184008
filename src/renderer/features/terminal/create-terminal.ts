import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Terminal } from '@xterm/xterm';
import { linksIn } from './terminal-links.ts';
import { terminalColors } from './terminal-theme.ts';
import { createTimeMarks, type TimeMarks } from './time-marks.ts';

export interface LogTerminal {
  readonly terminal: Terminal;
  readonly search: SearchAddon;
  readonly times: TimeMarks;
  dispose(): void;
}

export interface TerminalKeys {
  readonly onFind?: () => void;
  /** Somebody scrolls beyond the first (-1) or the last (1) line that the terminal holds. */
  readonly onBeyond?: (direction: -1 | 1) => void;
}

const SCROLLBACK = 50_000;

/** A terminal that only shows: nothing is typed into it, and no key but those that scroll stays in it. */
export function createTerminal(host: HTMLElement, options: TerminalKeys & { readonly runId: string }): LogTerminal {
  const terminal = new Terminal({
    allowProposedApi: true,
    convertEol: true,
    disableStdin: true,
    cursorInactiveStyle: 'none',
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: 12,
    lineHeight: 1.4,
    minimumContrastRatio: 4.5,
    scrollback: SCROLLBACK,
    theme: terminalColors().theme,
  });
  const fit = new FitAddon();
  const search = new SearchAddon({ highlightLimit: 2_000 });
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.registerLinkProvider(linksIn(terminal, options.runId));
  terminal.attachCustomKeyEventHandler((event) => handleKey(terminal, event, options));
  terminal.attachCustomWheelEventHandler(({ deltaY }) => {
    beyond(terminal, Math.sign(deltaY), options);
    return true;
  });
  terminal.open(host);
  fit.fit();
  const observer = new ResizeObserver(() => host.clientWidth > 0 && fit.fit());
  observer.observe(host);
  return {
    terminal,
    search,
    times: createTimeMarks(terminal),
    dispose() {
      observer.disconnect();
      terminal.dispose();
    },
  };
}

function beyond({ buffer: { active } }: Terminal, direction: number, { onBeyond }: TerminalKeys): void {
  if (direction < 0 && active.viewportY === 0) onBeyond?.(-1);
  if (direction > 0 && active.viewportY >= active.baseY) onBeyond?.(1);
}

/**
 * False for keys that xterm does not get: in a terminal that only shows, all of them, so that Tab leaves it and shortcuts of the
 * window work in it. One that is typed into gets all but copying a selection, and Shift+Escape, which leaves it.
 */
function handleKey(terminal: Terminal, event: KeyboardEvent, keys: TerminalKeys): boolean {
  if (terminal.options.disableStdin === false) return handleTypedKey(terminal, event);
  if (event.type !== 'keydown') return false;
  const hasMod = event.ctrlKey || event.metaKey;
  const scroll = (direction: -1 | 1, move: () => void) => {
    beyond(terminal, direction, keys);
    move();
  };
  if (hasMod && event.key.toLowerCase() === 'c' && terminal.hasSelection()) {
    void navigator.clipboard.writeText(terminal.getSelection());
  } else if (hasMod && event.key.toLowerCase() === 'a') terminal.selectAll();
  else if (hasMod && event.key.toLowerCase() === 'f' && keys.onFind) keys.onFind();
  else if (hasMod) return false;
  else if (event.key === 'ArrowUp') scroll(-1, () => terminal.scrollLines(-1));
  else if (event.key === 'ArrowDown') scroll(1, () => terminal.scrollLines(1));
  else if (event.key === 'PageUp') scroll(-1, () => terminal.scrollPages(-1));
  else if (event.key === 'PageDown') scroll(1, () => terminal.scrollPages(1));
  else if (event.key === 'Home') terminal.scrollToTop();
  else if (event.key === 'End') terminal.scrollToBottom();
  else return false;
  event.preventDefault();
  return false;
}

function handleTypedKey(terminal: Terminal, event: KeyboardEvent): boolean {
  const isCopy = event.ctrlKey && !event.altKey && event.key.toLowerCase() === 'c' && terminal.hasSelection();
  const isLeaving = event.shiftKey && event.key === 'Escape';
  if (!isCopy && !isLeaving) {
    // The shortcuts of the window are not for what is typed here.
    event.stopPropagation();
    return true;
  }
  if (event.type !== 'keydown') return false;
  if (isCopy) {
    void navigator.clipboard.writeText(terminal.getSelection());
    terminal.clearSelection();
  } else terminal.blur();
  event.preventDefault();
  return false;
}
