import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExitJournal } from '../../helper/exit-journal.ts';
import { readJournals } from './journal-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chronum-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('journals of exits', () => {
  it('of several helpers are read together, again and again', async () => {
    createExitJournal(folder, 'one').record('a', 0, null);
    createExitJournal(folder, 'two').record('b', null, 'SIGTERM');
    const both = new Map([
      ['a', { exitCode: 0, signal: null }],
      ['b', { exitCode: null, signal: 'SIGTERM' }],
    ]);
    expect(await readJournals(folder, Date.now())).toEqual(both);
    expect(await readJournals(folder, Date.now())).toEqual(both);
    expect(await readJournals(join(folder, 'missing'), Date.now())).toEqual(new Map());
  });

  it('stay within bounds and keep the last exits', async () => {
    const journal = createExitJournal(folder, 'one');
    const mark = 'x'.repeat(100_000);
    for (let i = 0; i < 200; i++) journal.record(`${mark}${i}`, i, null);
    expect(readdirSync(folder).sort()).toEqual(['one.exits', 'one.exits.previous']);
    const exits = [...(await readJournals(folder, Date.now())).values()].map((exit) => exit.exitCode as number);
    expect(exits.length).toBeLessThan(100);
    expect(Math.max(...exits)).toBe(199);
    expect(exits.sort((a, b) => a - b)).toEqual(Array.from({ length: exits.length }, (_, i) => 200 - exits.length + i));
    journal.remove();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are removed after a month, and lines that are damaged do no harm', async () => {
    createExitJournal(folder, 'old').record('a', 0, null);
    writeFileSync(
      join(folder, 'new.exits'),
      'nonsense\n{"mark":1}\nnull\n{"mark":"b","exitCode":3,"signal":null}\n{"mark":"c',
    );
    const now = Date.now();
    utimesSync(join(folder, 'old.exits'), new Date(now), new Date(now - 31 * 86_400_000));
    expect(await readJournals(folder, now)).toEqual(new Map([['b', { exitCode: 3, signal: null }]]));
    expect(readdirSync(folder)).toEqual(['new.exits']);
  });
});
