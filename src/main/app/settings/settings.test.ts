import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settings as settingsSchema } from '../../../contract/settings.ts';
import { readObject, removeMember, setMember } from './jsonc.ts';
import { openSettings, type SettingsFile } from './settings.ts';

describe('the settings file', () => {
  let folder: string;
  let file: string;
  let settings: SettingsFile | undefined;
  const open = (text?: string) => {
    if (text !== undefined) writeFileSync(file, text);
    settings = openSettings(folder);
    return settings;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chronum-settings-'));
    file = join(folder, 'settings.json');
  });
  afterEach(() => {
    settings?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is not needed', () => {
    expect(open().get()).toEqual(settingsSchema.parse({}));
    expect(settings?.get()).toMatchObject({
      theme: 'system',
      onInterrupted: 'resume',
      closeToTray: true,
      favourites: [],
    });
    expect(settings?.notices()).toEqual([]);
  });

  it('keeps comments, unknown keys and layout when a value is set', async () => {
    open('// mine\n{\n  "theme": "light", // by day\n  "own": [1, 2,],\n}\n');
    await settings?.set({ theme: 'dark', motion: 'reduced' });
    expect(readFileSync(file, 'utf8')).toBe(
      '// mine\n{\n  "theme": "dark", // by day\n  "own": [1, 2,],\n  "motion": "reduced",\n}\n',
    );
    expect(settings?.get()).toMatchObject({ theme: 'dark', motion: 'reduced' });
  });

  it('changes single shortcuts, and leaves what a person wrote around them', async () => {
    open(
      '{\n  "shortcuts": {\n    // as at work\n    "run.start": "F5",\n    "go.runs": "Mod+9" // far away\n  },\n}\n',
    );
    await settings?.set({ shortcuts: { 'run.start': 'F6', 'view.panel': '' } });
    expect(readFileSync(file, 'utf8')).toBe(
      '{\n  "shortcuts": {\n    // as at work\n    "run.start": "F6",\n    "go.runs": "Mod+9", // far away\n    "view.panel": ""\n  },\n}\n',
    );
    await settings?.set({ shortcuts: { 'view.panel': null, 'run.start': null } });
    expect(readFileSync(file, 'utf8')).toBe(
      '{\n  "shortcuts": {\n    // as at work\n    "go.runs": "Mod+9" // far away\n  },\n}\n',
    );
    expect(settings?.get().shortcuts).toEqual({ 'go.runs': 'Mod+9' });
  });

  it('begins the list of shortcuts, and names one that cannot be read', async () => {
    open('{ "theme": "dark" }');
    await settings?.set({ shortcuts: { 'run.start': 'Ctlr+R' } });
    expect(readFileSync(file, 'utf8')).toBe('{ "theme": "dark",\n  "shortcuts": {\n    "run.start": "Ctlr+R"\n  }\n}');
    expect(settings?.notices()).toEqual([
      `${file}: the shortcut of \`run.start\` cannot be read: \`Ctlr\` in \`Ctlr+R\` is none of \`Mod\`, \`Ctrl\`, \`Alt\`, \`Shift\`.`,
    ]);
  });

  it('names what is unknown or wrong and uses the rest', () => {
    open('{ "them": "dark", "theme": "blue", "density": "compact" }');
    expect(settings?.get()).toMatchObject({ theme: 'system', density: 'compact' });
    expect(settings?.notices()).toEqual([
      `${file}: \`them\` is not a setting: did you mean \`theme\`?`,
      `${file}: \`theme\` must be one of "system", "light", "dark", not "blue"; "system" is used.`,
    ]);
  });

  it('says what kind of value a setting takes', () => {
    open('{ "closeToTray": "yes", "favourites": "flows/a.yaml", "startHidden": false }');
    expect(settings?.get()).toMatchObject({ closeToTray: true, favourites: [], startHidden: false });
    expect(settings?.notices()).toEqual([
      `${file}: \`closeToTray\` must be true or false, not "yes"; true is used.`,
      `${file}: \`favourites\` must be a list of texts, not "flows/a.yaml"; [] is used.`,
    ]);
  });

  it('never writes over a file that it cannot read', async () => {
    const broken = '{\n  "theme": "dark"\n  "density": "compact"\n}\n';
    open(broken);
    expect(settings?.notices()[0]).toContain(`${file}:3: `);
    expect(await settings?.set({ theme: 'light' })).toMatchObject({ theme: 'light' });
    expect(readFileSync(file, 'utf8')).toBe(broken);
  });

  it('makes the file when a value is set first, and tells who listens', async () => {
    const seen: string[] = [];
    open().subscribe(({ theme }) => seen.push(theme));
    await Promise.all([settings?.set({ theme: 'dark' }), settings?.set({ density: 'compact' })]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ theme: 'dark', density: 'compact' });
    expect(seen).toEqual(['dark', 'dark']);
  });
});

describe('JSON with comments', () => {
  it('takes one member away, and leaves the others and every comment', () => {
    const values = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(values, fc.nat(), fc.boolean(), (object, at, isLoose) => {
        const keys = Object.keys(object);
        const key = keys[at % keys.length] ?? '';
        const lines = Object.entries(object).map(([name, value], index) => {
          const comma = isLoose || index < keys.length - 1 ? ',' : '';
          return `  ${JSON.stringify(name)}: ${JSON.stringify(value)}${comma} // about ${index}`;
        });
        const removed = removeMember(`{\n${lines.join('\n')}\n}`, key);
        if (!removed.ok) throw new Error(removed.error.message);
        const { [key]: _gone, ...rest } = object;
        const read = readObject(removed.value);
        if (!read.ok) throw new Error(read.error.message);
        expect(read.value.members.map((member) => member.key)).toEqual(Object.keys(rest));
        for (const index of keys.keys()) expect(removed.value).toContain(`// about ${index}`);
      }),
    );
  });

  it('reads what JSON.stringify writes, and changes one member alone', () => {
    const values = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(values, fc.string(), fc.jsonValue(), fc.constantFrom(0, 2, '\t'), (object, key, value, indent) => {
        const text = JSON.stringify(object, null, indent);
        const read = readObject(text);
        if (!read.ok) throw new Error(`${read.error.message} at ${read.error.offset}`);
        const shown = read.value.members.map(({ key, start, end }) => [key, JSON.parse(text.slice(start, end))]);
        expect(shown).toEqual(Object.entries(JSON.parse(text)));
        const changed = setMember(text, key, value as never);
        if (!changed.ok) throw new Error(changed.error.message);
        const expected = JSON.parse(JSON.stringify({ ...object, [key]: value }));
        expect(JSON.parse(changed.value)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    '',
    '[]',
    '{"a" 1}',
    '{"a": }',
    '{"a": 1 "b": 2}',
    '{"a": 1} x',
    '{ /* ',
    '{"a": tru}',
    '{a: 1}',
    '{"a": "',
  ])('refuses %s', (text) => {
    expect(readObject(text).ok).toBe(false);
  });
});
