import { describe, expect, it } from 'vitest';
import { type ListedRun, runListWriter } from './run-list.ts';

const run: ListedRun = {
  id: '0a1b',
  flow: 'deploy, "prod"',
  workspace: '/home/ada/flows',
  file: 'deploy.yaml',
  status: 'failed',
  reason: 'step-failed',
  trigger: 'cron',
  labels: ['prod', 'eu'],
  createdAt: '2026-01-31T12:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  durationMs: null,
  steps: 3,
  succeeded: 1,
  failed: 1,
  skipped: 1,
  cancelled: 0,
  rerunOf: null,
  pinned: false,
};

const written = (format: 'json' | 'csv', runs: readonly ListedRun[]) => {
  const { head, row, tail } = runListWriter(format);
  return head + runs.map(row).join('') + tail;
};

describe('a list of runs', () => {
  it('is JSON that reads back as it was, also when it is empty', () => {
    expect(JSON.parse(written('json', [run, { ...run, id: '2' }]))).toEqual([run, { ...run, id: '2' }]);
    expect(JSON.parse(written('json', []))).toEqual([]);
  });

  it('is CSV with quotes where they are needed, and nothing that a spreadsheet would run', () => {
    const lines = written('csv', [run, { ...run, flow: '=1+1', durationMs: 12, reason: 'a\nb' }]).split('\r\n');
    expect(lines[0]).toMatch(/^id,flow,workspace,file,status,reason,trigger,labels,createdAt,/);
    expect(lines[1]).toBe(
      '0a1b,"deploy, ""prod""",/home/ada/flows,deploy.yaml,failed,step-failed,cron,prod eu,2026-01-31T12:00:00.000Z,,,,3,1,1,1,0,,false',
    );
    expect(lines[2]).toContain(",'=1+1,");
    expect(lines[2]).toContain('"a\nb"');
    expect(lines).toHaveLength(4);
  });
});
