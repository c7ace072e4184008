import type { ITheme, Terminal } from '@xterm/xterm';

const ANSI = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

export interface TerminalColors {
  readonly theme: ITheme;
  readonly match: string;
  readonly activeMatch: string;
}

/** The tokens of the present theme as xterm wants them: plain `#rrggbb`, because it knows no custom properties. */
export function terminalColors(): TerminalColors {
  const probe = document.createElement('span');
  document.body.append(probe);
  const color = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return hexOf(getComputedStyle(probe).color);
  };
  const named = ANSI.flatMap((name) => [
    [name, color(`ansi-${name}`)] as const,
    [`bright${name[0]?.toUpperCase()}${name.slice(1)}`, color(`ansi-bright-${name}`)] as const,
  ]);
  const colors: TerminalColors = {
    theme: {
      ...Object.fromEntries(named),
      background: color('terminal'),
      foreground: color('terminal-text'),
      selectionBackground: color('terminal-selection'),
      // Where nothing is typed, the cursor is not to be seen.
      cursor: color('terminal'),
      cursorAccent: color('terminal'),
      scrollbarSliderBackground: `${color('line-strong')}66`,
      scrollbarSliderHoverBackground: `${color('line-strong')}aa`,
      scrollbarSliderActiveBackground: color('line-strong'),
    },
    match: color('terminal-match'),
    activeMatch: color('terminal-match-active'),
  };
  probe.remove();
  return colors;
}

/** `rgb(20, 24, 32)` to `#141820`. */
export function hexOf(rgb: string): string {
  const channels = rgb.match(/[\d.]+/g)?.slice(0, 3) ?? [];
  return `#${channels.map((channel) => Math.round(Number(channel)).toString(16).padStart(2, '0')).join('')}`;
}

/** Gives a terminal the colours of the present theme: with a cursor only where something is typed. */
export function applyColors({ options }: Terminal): void {
  const { theme } = terminalColors();
  const isTyped = options.disableStdin === false;
  options.theme = isTyped && theme.foreground !== undefined ? { ...theme, cursor: theme.foreground } : theme;
}
