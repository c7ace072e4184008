import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-store.ts';
import { createTestClock } from '../../testing/test-clock.ts';
import { until } from '../../testing/until.ts';
import type { Clock } from '../ports/clock.ts';
import { createGathering, type FileChange } from './gathering.ts';
import { compilePatterns } from './path-patterns.ts';
import { type FileWatch, type FileWatchOptions, watchFiles } from './watch-files.ts';

describe('patterns', () => {
  const paths = (...patterns: string[]) => compilePatterns('/w', patterns, ['**/*.tmp', 'out']);

  it('are relative to the workspace, absolute, or of home', () => {
    expect(paths('src/**/*.ts').matches('/w/src/a/b.ts')).toBe(true);
    expect(paths('src/**/*.ts').matches('/w/lib/b.ts')).toBe(false);
    expect(paths('*.csv').matches('/w/a.csv')).toBe(true);
    expect(paths('/data/*.csv').matches('/data/a.csv')).toBe(true);
    expect(paths('../other/*.csv').matches('/other/a.csv')).toBe(true);
    expect(paths('src/').matches('/w/src/a/b')).toBe(true);
    expect(paths('notes.txt').matches('/w/notes.txt')).toBe(true);
    expect(paths('*.{csv,tsv}').matches('/w/a.tsv')).toBe(true);
  });

  it('leave out what is ignored, packages and version control', () => {
    expect(paths('**/*').matches('/w/a.tmp')).toBe(false);
    expect(paths('**/*').matches('/w/out/a.js')).toBe(false);
    expect(paths('**/*').excludes('/w/out')).toBe(true);
    expect(paths('**/*').excludes('/w/node_modules')).toBe(true);
    expect(paths('node_modules/x/*.js').matches('/w/node_modules/x/a.js')).toBe(true);
  });

  it('are watched from their fixed part on, and none twice', () => {
    expect(paths('src/**/*.ts', 'src/lib/*.js', 'data/in.csv').roots).toEqual(['/w/src', '/w/data/in.csv']);
    expect(compilePatterns('/odd [name]', ['*.csv'], []).roots).toEqual(['/odd [name]']);
    expect(compilePatterns('/odd [name]', ['*.csv'], []).matches('/odd [name]/a.csv')).toBe(true);
  });
});

describe('what happens to files', () => {
  const gather = () => {
    const clock = createTestClock();
    const batches: (readonly (readonly [string, FileChange])[])[] = [];
    const gathering = createGathering(clock, { quietMs: 2_000, maxWaitMs: 30_000 }, (batch) =>
      batches.push([...batch]),
    );
    return { clock, batches, gathering };
  };

  it('is handed on together once it is quiet', async () => {
    const { clock, batches, gathering } = gather();
    for (const file of ['a', 'b', 'a']) {
      gathering.changed(file, 'change');
      await clock.advance(1_500);
    }
    expect(batches).toEqual([]);
    await clock.advance(600);
    expect(batches).toEqual([
      [
        ['a', 'change'],
        ['b', 'change'],
      ],
    ]);
  });

  it('is handed on after a while also when it never gets quiet', async () => {
    const { clock, batches, gathering } = gather();
    for (let n = 0; n < 40; n++) {
      gathering.changed('log', 'change');
      await clock.advance(1_000);
    }
    expect(batches).toHaveLength(1);
  });

  it('is one change for each file: of rename-saves, and of what came and went', async () => {
    const { clock, batches, gathering } = gather();
    gathering.changed('saved', 'delete');
    gathering.changed('saved', 'create');
    gathering.changed('passing', 'create');
    gathering.changed('passing', 'delete');
    gathering.changed('new', 'create');
    gathering.changed('new', 'change');
    gathering.changed('gone', 'change');
    gathering.changed('gone', 'delete');
    await clock.advance(3_000);
    expect(batches).toEqual([
      [
        ['saved', 'change'],
        ['new', 'create'],
        ['gone', 'delete'],
      ],
    ]);
    gathering.changed('late', 'change');
    gathering.close();
    await clock.advance(5_000);
    expect(batches).toHaveLength(1);
  });
});

describe('watching real files', () => {
  const clock: Pick<Clock, 'monotonic' | 'sleep'> = {
    monotonic: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
  let folder: string;
  let remove: () => void;
  let watch: FileWatch | undefined;
  let seen: [string, FileChange][];

  beforeEach(() => {
    ({ folder, remove } = temporaryFolder());
    seen = [];
  });
  afterEach(async () => {
    await watch?.close();
    remove();
  });

  const begin = async (options: Partial<FileWatchOptions>) => {
    const quick = { debounce: 60, settle: 60, maxWait: 2_000 };
    watch = watchFiles(
      { workspace: folder, patterns: ['src/**/*.txt'], ...quick, ...options },
      clock,
      (files) => seen.push(...files),
      (message) => {
        throw new Error(message);
      },
    );
    await watch.ready;
  };
  const write = (file: string, text = `${Math.random()}`) => writeFileSync(join(folder, file), text);
  const seenAs = (file: string, change: FileChange) =>
    until(
      () => seen.some((one) => one[0] === file && one[1] === change),
      `${change} of ${file}; saw ${JSON.stringify(seen)}`,
    );

  it('tells of files that come and change, not of those that go or are none of its business', async () => {
    mkdirSync(join(folder, 'src'));
    write('src/there.txt');
    await begin({});
    write('src/new.txt');
    write('src/other.md');
    await seenAs('src/new.txt', 'create');
    write('src/there.txt');
    await seenAs('src/there.txt', 'change');
    rmSync(join(folder, 'src/new.txt'));
    write('src/last.txt');
    await seenAs('src/last.txt', 'create');
    expect(seen.map(([file]) => file)).toEqual(['src/new.txt', 'src/there.txt', 'src/last.txt']);
  });

  it('takes a save by renaming for a change', async () => {
    mkdirSync(join(folder, 'src'));
    write('src/there.txt');
    await begin({ events: ['create', 'change', 'delete'] });
    for (let save = 0; save < 3; save++) {
      seen = [];
      write('src/.there.txt.swp');
      renameSync(join(folder, 'src/.there.txt.swp'), join(folder, 'src/there.txt'));
      await seenAs('src/there.txt', 'change');
      expect(seen).toEqual([['src/there.txt', 'change']]);
    }
  });

  it('survives the folder being deleted, made again, or made only later', async () => {
    await begin({ patterns: ['later/deep/*.txt'], events: ['create', 'delete'] });
    for (let round = 0; round < 2; round++) {
      seen = [];
      mkdirSync(join(folder, 'later/deep'), { recursive: true });
      write('later/deep/a.txt');
      await seenAs('later/deep/a.txt', 'create');
      rmSync(join(folder, 'later'), { recursive: true });
      await seenAs('later/deep/a.txt', 'delete');
    }
  });

  it('tells of what is there already when asked to', async () => {
    mkdirSync(join(folder, 'src'));
    write('src/there.txt');
    await begin({ existing: true });
    await seenAs('src/there.txt', 'create');
  });
});
