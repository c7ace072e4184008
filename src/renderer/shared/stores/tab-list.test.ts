import { describe, expect, it } from 'vitest';
import { afterClosing, moved, readTabs, type Tab, withShown } from './tab-list.ts';

const tab = (file: string, runId: string | null = null): Tab => ({ workspace: '/w', file, runId, title: file });
const names = (tabs: readonly Tab[]) => tabs.map(({ file, runId }) => runId ?? file);

describe('tabs', () => {
  const [a, b, run] = [tab('a'), tab('b'), tab('b', 'r1')];

  it('open beside the one that was looked at, and once', () => {
    expect(names(withShown([a, b], a, tab('c')))).toEqual(['a', 'c', 'b']);
    expect(names(withShown([a, b], null, tab('c')))).toEqual(['a', 'b', 'c']);
    expect(withShown([a, b], a, b)).toEqual([a, b]);
    expect(names(withShown([a, b], b, run))).toEqual(['a', 'b', 'r1']);
  });

  it('show another run in the place of the run that was looked at', () => {
    expect(names(withShown([a, run], run, tab('b', 'r2')))).toEqual(['a', 'r2']);
    expect(names(withShown([a, run], a, tab('a', 'r2')))).toEqual(['a', 'r2', 'r1']);
  });

  it('take a new title', () => {
    expect(withShown([a], a, { ...a, title: 'renamed' })).toEqual([{ ...a, title: 'renamed' }]);
  });

  it('leave the next one to look at when one is closed', () => {
    expect(afterClosing([a, b, run], b)).toBe(run);
    expect(afterClosing([a, b], b)).toBe(a);
    expect(afterClosing([a], a)).toBeNull();
  });

  it('move', () => {
    expect(names(moved([a, b, run], 2, 0))).toEqual(['r1', 'a', 'b']);
    expect(names(moved([a, b, run], 0, 2))).toEqual(['b', 'r1', 'a']);
    expect(moved([a, b], 0, 5)).toEqual([a, b]);
  });

  it('are read as they were kept, without what is none', () => {
    expect(readTabs(JSON.parse(JSON.stringify([a, run])))).toEqual([a, run]);
    expect(readTabs([null, { file: 'x' }, { ...a, file: null }, { ...a, runId: 3 }, { ...b }])).toEqual([b]);
    expect(readTabs('nonsense')).toEqual([]);
  });
});
