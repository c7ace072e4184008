import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlowEdit } from '../../../core/flow/edit/index.ts';
import { createEditFlowFile, type EditFlowFile } from './edit-flow-file.ts';
import { createFlowCache, type FlowCache } from './flow-cache.ts';
import { createTurns } from './turns.ts';

const FLOW = `# Nightly backup.
name: backup
triggers:
  # before people come
  - cron: "0 3 * * *"   # at three
steps:
  - {name: copy, run: cp -r a b}
`;
const CRON: FlowEdit = { op: 'set', path: ['triggers', 0, 'cron'], value: '30 4 * * *' };

describe('editing a flow file on disk', () => {
  let workspace: string;
  let cache: FlowCache;
  let edit: EditFlowFile;
  const file = 'backup.chronum.yaml';
  const path = () => join(workspace, file);
  const onDisk = () => readFileSync(path(), 'utf8');
  const revisionOf = async () => (await cache.read(workspace, file))?.revision ?? '';

  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'chronum-edit-'));
    writeFileSync(path(), FLOW);
    cache = createFlowCache({});
    edit = createEditFlowFile({ cache, options: {}, turns: createTurns() });
  });
  afterEach(() => rmSync(workspace, { recursive: true, force: true }));

  it('changes what was asked for and leaves every other byte', async () => {
    const edited = await edit({ workspace, file, revision: await revisionOf(), edits: [CRON] });
    const after = FLOW.replace('0 3 * * *', '30 4 * * *');
    expect(edited).toMatchObject({ ok: true, value: { text: after, problems: [] } });
    expect(onDisk()).toBe(after);
    expect(edited.ok && edited.value.revision).toBe(await revisionOf());
    expect(readdirSync(workspace)).toEqual([file]);
  });

  it('refuses when somebody else wrote the file, and says what it is now', async () => {
    const revision = await revisionOf();
    const theirs = `${FLOW}# theirs\n`;
    writeFileSync(path(), theirs);
    const refused = await edit({ workspace, file, revision, edits: [CRON] });
    expect(refused).toMatchObject({ ok: false, error: { code: 'CONFLICT', revision: await revisionOf() } });
    expect(onDisk()).toBe(theirs);
  });

  it('lets edits of one file take turns: of two on one revision, one is refused', async () => {
    const revision = await revisionOf();
    const other: FlowEdit = { op: 'set', path: ['name'], value: 'other' };
    const [first, second] = await Promise.all([
      edit({ workspace, file, revision, edits: [CRON] }),
      edit({ workspace, file, revision, edits: [other] }),
    ]);
    expect(first.ok).toBe(true);
    expect(second).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
  });

  it('brings no error into a file; a dry run says which it would be', async () => {
    const wrong: FlowEdit = { op: 'set', path: ['triggers', 0, 'cron'], value: '61 * * * *' };
    const revision = await revisionOf();
    const refused = await edit({ workspace, file, revision, edits: [wrong] });
    expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID' } });
    expect(!refused.ok && refused.error.problems[0]).toMatch(/^backup\.chronum\.yaml:5:\d+ .*61/);
    const dry = await edit({ workspace, file, revision, edits: [wrong], dryRun: true });
    expect(dry).toMatchObject({ ok: true, value: { problems: [{ path: 'triggers[0].cron', line: 5 }] } });
    expect(onDisk()).toBe(FLOW);
  });

  it('edits a file that has other errors already', async () => {
    writeFileSync(path(), FLOW.replace('run:', 'rnu:'));
    const edited = await edit({ workspace, file, revision: await revisionOf(), edits: [CRON] });
    expect(edited).toMatchObject({ ok: true, value: { problems: [] } });
    expect(onDisk()).toContain('30 4 * * *');
  });

  it('refuses an edit that has no place, whole', async () => {
    const gone: FlowEdit = { op: 'remove', path: ['steps', 7] };
    const refused = await edit({ workspace, file, revision: await revisionOf(), edits: [CRON, gone] });
    expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID' } });
    expect(onDisk()).toBe(FLOW);
  });

  it('refuses bytes that are no text rather than replacing them', async () => {
    writeFileSync(path(), Buffer.concat([Buffer.from(FLOW), Buffer.from([0x23, 0xff, 0x0a])]));
    const refused = await edit({ workspace, file, revision: await revisionOf(), edits: [CRON] });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'INVALID', problems: [expect.stringMatching(/UTF-8/)] },
    });
  });

  it('keeps links and permissions', async () => {
    mkdirSync(join(workspace, 'real'));
    writeFileSync(join(workspace, 'real', file), FLOW);
    chmodSync(join(workspace, 'real', file), 0o640);
    rmSync(path());
    symlinkSync(join('real', file), path());
    expect(await edit({ workspace, file, revision: await revisionOf(), edits: [CRON] })).toMatchObject({ ok: true });
    expect(lstatSync(path()).isSymbolicLink()).toBe(true);
    expect(statSync(path()).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(workspace, 'real', file), 'utf8')).toContain('30 4 * * *');
  });

  it('knows of no file outside of the workspace', async () => {
    expect(await edit({ workspace, file: 'gone.chronum.yaml', revision: 'x', edits: [CRON] })).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND' },
    });
  });
});
