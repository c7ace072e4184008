import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flowFileAt, flowFilesAt } from './locate-flow.ts';

describe('the flow file that an argument names', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'chronum-locate-')));
    mkdirSync(join(folder, 'flows'));
    writeFileSync(join(folder, 'flows', 'a.yaml'), '');
    writeFileSync(join(folder, 'deploy.chronum.yaml'), '');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the file, or the chronum.yaml of a folder', async () => {
    expect(await flowFileAt('flows/a.yaml', folder)).toBe(join(folder, 'flows', 'a.yaml'));
    await expect(flowFileAt('.', folder)).rejects.toThrow('name one of its flow files, such as deploy.chronum.yaml');
    writeFileSync(join(folder, 'chronum.yaml'), '');
    expect(await flowFileAt('.', folder)).toBe(join(folder, 'chronum.yaml'));
    await expect(flowFileAt('flow/a.yaml', folder)).rejects.toThrow('flow/a.yaml does not exist');
  });

  it('is every flow file of a folder, to be validated', async () => {
    expect(await flowFilesAt('.', folder)).toEqual([
      join(folder, 'deploy.chronum.yaml'),
      join(folder, 'flows', 'a.yaml'),
    ]);
    expect(await flowFilesAt('deploy.chronum.yaml', folder)).toEqual([join(folder, 'deploy.chronum.yaml')]);
  });
});
