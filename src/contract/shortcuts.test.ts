import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readShortcuts, type Shortcut, writeShortcuts } from './shortcuts.ts';

describe('shortcuts in a text', () => {
  it.each<[string, readonly Shortcut[]]>([
    ['', []],
    ['Mod+Enter', [{ mod: true, key: 'Enter' }]],
    ['mod+shift+k', [{ mod: true, shift: true, key: 'k' }]],
    [
      'Mod+K  Mod+Shift+P',
      [
        { mod: true, key: 'k' },
        { mod: true, shift: true, key: 'p' },
      ],
    ],
    ['?', [{ key: '?' }]],
    ['+', [{ key: '+' }]],
    ['Mod++', [{ mod: true, key: '+' }]],
    ['Ctrl+Tab f5', [{ ctrl: true, key: 'Tab' }, { key: 'F5' }]],
  ])('%s', (text, shortcuts) => {
    expect(readShortcuts(text)).toEqual({ ok: true, value: shortcuts });
  });

  it('says which part it does not know, and what may be meant', () => {
    expect(readShortcuts('Mod+Entr')).toMatchObject({
      ok: false,
      error: { message: '`Entr` in `Mod+Entr` is not a key: did you mean `Enter`?' },
    });
    expect(readShortcuts('Cmd+K')).toMatchObject({
      ok: false,
      error: { message: '`Cmd` in `Cmd+K` is none of `Mod`, `Ctrl`, `Alt`, `Shift`' },
    });
  });

  it('is read as it was written', () => {
    const held = fc.constant(true as const);
    const shortcut = fc.record(
      {
        key: fc.constantFrom('a', 'z', '1', '+', '?', ',', 'Enter', 'F12', 'ArrowUp', 'Space'),
        mod: held,
        ctrl: held,
        alt: held,
        shift: held,
      },
      { requiredKeys: ['key'] },
    );
    fc.assert(
      fc.property(fc.array(shortcut), (shortcuts) => {
        expect(readShortcuts(writeShortcuts(shortcuts))).toEqual({ ok: true, value: shortcuts });
      }),
    );
  });
});
