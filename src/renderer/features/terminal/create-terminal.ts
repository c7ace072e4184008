import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Terminal } from '@xterm/xterm';
import { terminalColors } from './terminal-theme.ts';

export interface LogTerminal {
  readonly terminal: Terminal;
  readonly search: SearchAddon;
  dispose(): void;
}

const SCROLLBACK = 50_000;

/** A terminal that only shows: nothing is typed into it, and no key but those that scroll stays in it. */
export function createTerminal(host: HTMLElement, onFind: () => void): LogTerminal {
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
  terminal.attachCustomKeyEventHandler((event) => handleKey(terminal, event, onFind));
  terminal.open(host);
  fit.fit();
  const observer = new ResizeObserver(() => host.clientWidth > 0 && fit.fit());
  observer.observe(host);
  return {
    terminal,
    search,
    dispose() {
      observer.disconnect();
      terminal.dispose();
    },
  };
}

/** Always false: xterm itself gets no key, so that Tab leaves the terminal and shortcuts of the window work in it. */
function handleKey(terminal: Terminal, event: KeyboardEvent, onFind: () => void): boolean {
  if (event.type !== 'keydown') return false;
  const hasMod = event.ctrlKey || event.metaKey;
  if (hasMod && event.key.toLowerCase() === 'c' && terminal.hasSelection()) {
    void navigator.clipboard.writeText(terminal.getSelection());
  } else if (hasMod && event.key.toLowerCase() === 'a') terminal.selectAll();
  else if (hasMod && event.key.toLowerCase() === 'f') onFind();
  else if (hasMod) return false;
  else if (event.key === 'ArrowUp') terminal.scrollLines(-1);
  else if (event.key === 'ArrowDown') terminal.scrollLines(1);
  else if (event.key === 'PageUp') terminal.scrollPages(-1);
  else if (event.key === 'PageDown') terminal.scrollPages(1);
  else if (event.key === 'Home') terminal.scrollToTop();
  else if (event.key === 'End') terminal.scrollToBottom();
  else return false;
  event.preventDefault();
  return false;
}
