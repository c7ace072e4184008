import { describe, expect, it } from 'vitest';
import { matchesShortcut, shortcutOf } from '../ui/shortcut.ts';
import { findConflicts, shortcutsOf } from './bindings.ts';
import type { Command } from './command.ts';

const command = (id: string, shortcut: string, scope?: string): Command => ({
  id,
  label: id,
  category: 'View',
  shortcut,
  run: () => {},
  ...(scope !== undefined && { scope }),
});

const press = (key: string, held: Partial<KeyboardEvent> = {}, code = '') => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('the shortcuts that hold', () => {
  it('are those that were chosen, else the command’s own', () => {
    const run = command('run.start', 'Mod+Enter');
    expect(shortcutsOf(run, {})).toEqual([{ mod: true, key: 'Enter' }]);
    expect(shortcutsOf(run, { 'run.start': 'F5' })).toEqual([{ key: 'F5' }]);
    expect(shortcutsOf(run, { 'run.start': '' })).toEqual([]);
    expect(shortcutsOf(run, { 'run.start': 'Nonsense+F5' })).toEqual([]);
  });

  it('conflict where two commands answer to the same keys in the same place', () => {
    const commands = [command('a', 'Mod+K Mod+P'), command('b', 'Mod+P'), command('c', 'Mod+P', 'canvas')];
    const names = (chosen: Record<string, string>) =>
      [...findConflicts(commands, chosen)].map(([id, others]) => [id, others.map((other) => other.id)]);
    expect(names({})).toEqual([
      ['a', ['b']],
      ['b', ['a']],
    ]);
    expect(names({ b: 'F5' })).toEqual([]);
  });
});

describe('a key that is pressed', () => {
  it('matches with exactly what is held', () => {
    const save = { mod: true, key: 's' };
    expect(matchesShortcut(press('s', { ctrlKey: true }), save)).toBe(true);
    expect(matchesShortcut(press('S', { ctrlKey: true }), save)).toBe(true);
    expect(matchesShortcut(press('s'), save)).toBe(false);
    expect(matchesShortcut(press('s', { ctrlKey: true, shiftKey: true }), save)).toBe(false);
    expect(matchesShortcut(press('s', { ctrlKey: true, altKey: true }), save)).toBe(false);
  });

  it('matches a sign wherever a keyboard has it, and a letter by its place on one of another script', () => {
    expect(matchesShortcut(press('?', { shiftKey: true }), { key: '?' })).toBe(true);
    expect(matchesShortcut(press('?'), { key: '?' })).toBe(true);
    expect(matchesShortcut(press('л', { ctrlKey: true }, 'KeyK'), { mod: true, key: 'k' })).toBe(true);
  });

  it('is told as the shortcut that it would match, once more than modifiers are held', () => {
    expect(shortcutOf(press('Control', { ctrlKey: true }))).toBeNull();
    for (const event of [
      press('K', { ctrlKey: true, shiftKey: true }, 'KeyK'),
      press('?', { shiftKey: true }),
      press('F5'),
      press(' ', { ctrlKey: true }),
      press('ArrowUp', { altKey: true }),
    ]) {
      const shortcut = shortcutOf(event);
      if (shortcut === null) throw new Error(`${event.key} is no shortcut`);
      expect(matchesShortcut(event, shortcut)).toBe(true);
    }
  });
});
