import { describe, expect, it } from 'vitest';
import { editFlow } from '../../../../core/flow/edit/index.ts';
import { readFlow } from '../../../../core/flow/read.ts';
import { draftOf, editsOf, sourceOf, type TriggerDraft } from './draft.ts';

const FLOW = `name: backup
params: {full: false, keep: 3}
triggers:
  # before people come
  - cron: "0 3 * * MON-FRI"   # at three
    timezone: Europe/Berlin
    jitter: 90s   # spread the load
  - every: 4s
  - {calendar: {hour: 9, minute: "[0, 30]"}}
  - watch: "src/**"
steps:
  - {name: copy, run: cp a b}
`;

function open(text: string, index: number | null) {
  const flow = readFlow(text, { file: '' }).flow;
  if (flow === null) throw new Error('the flow has errors');
  const draft = draftOf(index === null ? null : (flow.triggers?.[index] ?? null), flow);
  if (draft === null) throw new Error('no form holds this trigger');
  const change = (part: Partial<TriggerDraft>): string => {
    const edits = editsOf(draft, { ...draft, ...part }, { flow, index });
    const edited = editFlow(text, edits);
    if (!edited.ok) throw new Error(edited.error.message);
    return edited.value.text;
  };
  return { draft, change };
}

/** Lines that came and went. */
function changed(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

describe('a trigger in a form', () => {
  it('changes the one key that was changed, and keeps comments', () => {
    const { change } = open(FLOW, 0);
    expect(changed(FLOW, change({ cron: '30 4 * * *' }))).toEqual([
      '-  - cron: "0 3 * * MON-FRI"   # at three',
      '+  - cron: "30 4 * * *"   # at three',
    ]);
    expect(change({})).toBe(FLOW);
  });

  it('leaves the spelling of what stays the same', () => {
    const { draft, change } = open(FLOW, 0);
    expect(draft.jitter).toBe('1m30s');
    expect(change({ timezone: 'UTC' })).toContain('jitter: 90s   # spread the load');
  });

  it('adds and removes keys', () => {
    const { change } = open(FLOW, 0);
    expect(changed(FLOW, change({ jitter: '', catchUp: 'skip', maxRuns: '3' }))).toEqual([
      '-    jitter: 90s   # spread the load',
      '+    maxRuns: 3',
      '+    catchUp: skip',
    ]);
    expect(changed(FLOW, change({ enabled: false }))).toEqual(['+    enabled: false']);
    expect(changed(FLOW, change({ params: { full: 'true', keep: '7' } }))).toContain('+      keep: 7');
  });

  it('turns one kind into another', () => {
    const { change } = open(FLOW, 1);
    const cron = change({ kind: 'cron', cron: '*/5 * * * *' });
    expect(changed(FLOW, cron)).toEqual(['-  - every: 4s', '+  - cron: "*/5 * * * *"']);
    const calendar = change({ kind: 'calendar', calendar: { hour: '+3', weekday: 'MON..FRI' } });
    expect(readFlow(calendar, { file: '' }).flow?.triggers?.[1]).toMatchObject({
      type: 'calendar',
      calendar: { hour: '+3', weekday: 'MON..FRI' },
    });
  });

  it('changes single fields of a calendar', () => {
    const { draft, change } = open(FLOW, 2);
    expect(draft.calendar).toEqual({ hour: '9', minute: '[0, 30]' });
    const after = change({ calendar: { hour: '10', minute: '[0, 30]' } });
    expect(changed(FLOW, after)).toEqual([
      '-  - {calendar: {hour: 9, minute: "[0, 30]"}}',
      '+  - {calendar: {hour: 10, minute: "[0, 30]"}}',
    ]);
  });

  it('adds a trigger at the end of the list, and a list where there is none', () => {
    const added = open(FLOW, null).change({ kind: 'every', every: '1h' });
    expect(readFlow(added, { file: '' }).flow?.triggers).toHaveLength(5);
    expect(changed(FLOW, added)).toEqual(['+  - every: 1h']);
    const none = 'name: x\nsteps:\n  - {name: a, run: b}\n';
    expect(open(none, null).change({ kind: 'every', every: '1h' })).toBe(
      'name: x\ntriggers:\n  - every: 1h\nsteps:\n  - {name: a, run: b}\n',
    );
  });

  it('writes overlapping as the concurrency of the flow', () => {
    const skip = open(FLOW, 1).change({ overlap: 'skip' });
    expect(changed(FLOW, skip)).toEqual(['+concurrency: {group: backup, onConflict: skip}']);
    expect(changed(skip, open(skip, 1).change({ overlap: 'queue' }))).toEqual([
      '-concurrency: {group: backup, onConflict: skip}',
      '+concurrency: {group: backup, onConflict: queue}',
    ]);
    expect(open(skip, 1).change({ overlap: '' })).toBe(FLOW);
  });

  it('edits what is watched, and writes only what is not the usual', () => {
    const { draft, change } = open(FLOW, 3);
    expect(draft).toMatchObject({ kind: 'watch', watch: 'src/**', events: ['create', 'change'], batch: true });
    expect(
      changed(
        FLOW,
        change({ watch: 'src/**\n data/*.csv \n', events: ['delete', 'create'], debounce: '2s', batch: false }),
      ),
    ).toEqual([
      '-  - watch: "src/**"',
      '+  - watch: [src/**, data/*.csv]',
      '+    events: [create, delete]',
      '+    debounce: 2s',
      '+    batch: false',
    ]);
    expect(change({ events: ['change', 'create'] })).toBe(FLOW);
  });

  it('turns what fires at times into what follows another flow or the app', () => {
    const { change } = open(FLOW, 1);
    expect(changed(FLOW, change({ kind: 'flow', flow: 'nightly', status: 'failed' }))).toEqual([
      '-  - every: 4s',
      '+  - flow: nightly',
      '+    status: failed',
    ]);
    expect(changed(FLOW, change({ kind: 'app', app: 'wake' }))).toEqual(['-  - every: 4s', '+  - app: wake']);
  });

  it('has no form for a webhook', () => {
    const flow = readFlow(FLOW.replace('watch: "src/**"', 'webhook: /hook'), { file: '' }).flow;
    expect(flow?.triggers?.[3]?.type).toBe('webhook');
    expect(draftOf(flow?.triggers?.[3] ?? null, flow ?? {})).toBeNull();
  });

  it('keeps what is wrong as it was typed, for the check to name it', () => {
    const { draft } = open(FLOW, 0);
    expect(sourceOf({ ...draft, maxRuns: 'many', jitter: 'soon' })).toMatchObject({ maxRuns: 'many', jitter: 'soon' });
  });
});
