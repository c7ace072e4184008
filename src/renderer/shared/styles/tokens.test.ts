import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STATUS_WORD } from '../status/status.ts';

type Theme = 'light' | 'dark';

const tokens = readTokens(readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8'));
const SURFACES = ['canvas', 'panel', 'raised', 'overlay'];
const STATUSES = Object.keys(STATUS_WORD);
const ANSI = [...tokens.keys()].filter((name) => name.startsWith('ansi-'));

describe.each<Theme>(['light', 'dark'])('the %s theme', (theme) => {
  it.each(['text', 'text-2'])('has %s readable on every surface', (text) => {
    for (const surface of [...SURFACES, 'hover', 'selected']) expectContrast(text, surface, 4.5);
  });

  it('has quiet text readable on every surface', () => {
    for (const surface of [...SURFACES, 'hover']) expectContrast('text-3', surface, 4.5);
  });

  it.each(STATUSES)('has a colour for %s that is readable as text', (status) => {
    for (const surface of SURFACES) expectContrast(`status-${status}`, surface, 4.5);
  });

  it('has an accent that can be seen, and text that can be read on it', () => {
    for (const surface of [...SURFACES, 'hover', 'selected']) expectContrast('accent', surface, 3);
    expectContrast('on-accent', 'accent-fill', 4.5);
    expectContrast('on-accent', 'accent-fill-hover', 4.5);
  });

  it('has edges of fields that can be seen', () => {
    for (const surface of SURFACES) expectContrast('line-strong', surface, 3);
  });

  it.each(ANSI)('has %s readable in the terminal', (color) => {
    expectContrast(color, 'terminal', 4.5);
  });

  it('has terminal text readable where it is selected or found', () => {
    for (const under of ['terminal', 'terminal-selection', 'terminal-match'])
      expectContrast('terminal-text', under, 4.5);
  });

  function expectContrast(over: string, under: string, least: number): void {
    const ratio = contrast(colorOf(over, theme), colorOf(under, theme));
    expect(ratio, `${over} on ${under}`).toBeGreaterThanOrEqual(least);
  }
});

function readTokens(css: string): Map<string, Record<Theme, string>> {
  const found = css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g);
  return new Map([...found].map(([, name, light, dark]) => [name!, { light: light!, dark: dark! }]));
}

function colorOf(name: string, theme: Theme): string {
  const token = tokens.get(name);
  if (token === undefined) throw new Error(`there is no token --${name} with a colour for each theme`);
  return token[theme];
}

/** WCAG 2.2: from 1 (the same) to 21 (black and white). */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
