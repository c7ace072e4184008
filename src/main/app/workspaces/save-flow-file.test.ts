import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFlowCache, type FlowCache } from './flow-cache.ts';
import { createSaveFlowFile, type SaveFlowFile } from './save-flow-file.ts';
import { createTurns } from './turns.ts';

const FLOW = 'name: backup\nsteps: [{name: copy, run: cp -r a b}]\n';
const BROKEN = 'name: backup\nsteps: [{name: copy, run: [}\n';

describe('saving a flow file', () => {
  let home: string;
  let workspace: string;
  let cache: FlowCache;
  let save: SaveFlowFile;
  let told: number;
  const file = 'backup.chronum.yaml';
  const onDisk = (name = file) => readFileSync(join(workspace, name), 'utf8');
  const revisionOf = async () => (await cache.read(workspace, file))?.revision ?? '';

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'chronum-save-'));
    workspace = join(home, 'work');
    mkdirSync(workspace);
    writeFileSync(join(workspace, file), FLOW);
    cache = createFlowCache({});
    told = 0;
    save = createSaveFlowFile({ cache, turns: createTurns(), wrote: () => told++ });
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('writes the whole text, also one with errors, and says its revision', async () => {
    const saved = await save({ workspace, file, revision: await revisionOf(), text: BROKEN });
    expect(onDisk()).toBe(BROKEN);
    expect(saved).toEqual({ ok: true, value: { revision: await revisionOf() } });
    expect(told).toBe(1);
    expect(readdirSync(workspace)).toEqual([file]);
  });

  it('refuses when somebody else wrote the file, and leaves what they wrote', async () => {
    const revision = await revisionOf();
    const theirs = `${FLOW}# theirs\n`;
    writeFileSync(join(workspace, file), theirs);
    const refused = await save({ workspace, file, revision, text: BROKEN });
    expect(refused).toMatchObject({ ok: false, error: { code: 'CONFLICT', revision: await revisionOf() } });
    expect(onDisk()).toBe(theirs);
    expect(told).toBe(0);
  });

  it('of two on one revision, the second is refused', async () => {
    const revision = await revisionOf();
    const [first, second] = await Promise.all([
      save({ workspace, file, revision, text: `${FLOW}# one\n` }),
      save({ workspace, file, revision, text: `${FLOW}# two\n` }),
    ]);
    expect(first.ok).toBe(true);
    expect(second).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
    expect(onDisk()).toBe(`${FLOW}# one\n`);
  });

  it('makes a new file with its folders, and never in the place of one that is there', async () => {
    const made = await save({ workspace, file: 'flows/new/one.yaml', revision: null, text: FLOW });
    expect(made.ok).toBe(true);
    expect(onDisk('flows/new/one.yaml')).toBe(FLOW);
    const refused = await save({ workspace, file, revision: null, text: BROKEN });
    expect(refused).toMatchObject({ ok: false, error: { code: 'CONFLICT', revision: await revisionOf() } });
    expect(onDisk()).toBe(FLOW);
  });

  it('follows no link out of the workspace', async () => {
    mkdirSync(join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), join(workspace, 'flows'));
    const refused = await save({ workspace, file: 'flows/one.yaml', revision: null, text: FLOW });
    expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID' } });
    expect(existsSync(join(home, 'elsewhere', 'one.yaml'))).toBe(false);
  });

  it('refuses what is gone, programs, and texts that are not UTF-8', async () => {
    const text = FLOW;
    expect(await save({ workspace, file: 'gone.chronum.yaml', revision: 'x', text })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    expect(await save({ workspace, file: 'a.flow.ts', revision: null, text })).toMatchObject({
      error: { code: 'INVALID' },
    });
    writeFileSync(join(workspace, file), Buffer.from('name: caf\xe9\n', 'latin1'));
    expect(await save({ workspace, file, revision: await revisionOf(), text })).toMatchObject({
      error: { code: 'INVALID', problems: [expect.stringContaining('UTF-8')] },
    });
  });
});
