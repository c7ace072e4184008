import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProcesses, type HelperProcesses } from '../../processes/index.ts';
import { openStore } from '../../store/open-store.ts';
import { diagnose, type Finding } from './index.ts';
import { checkLocale, checkRuntime, checkSpace, checkTimeZone } from './machine.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

describe('the doctor', () => {
  let home: string;
  let processes: HelperProcesses;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'chronum-doctor-test-'));
  });
  afterEach(async () => {
    await processes.close();
    rmSync(home, { recursive: true, force: true });
  });

  const dataFolder = () => join(home, 'data');
  const examine = async (environment = {}, helper = join(root, 'src', 'helper', 'index.ts')) => {
    processes = createProcesses({
      helperCommand: process.execPath,
      helperArgs: [helper],
      env: process.env,
      dataFolder: dataFolder(),
    });
    const findings = new Map<string, Finding>();
    const options = { dataFolder: dataFolder(), ownFolder: root, processes };
    for await (const finding of diagnose({ ...options, environment: { ...process.env, ...environment } })) {
      findings.set(finding.check, finding);
    }
    return findings;
  };
  /** A PATH of these programs alone. */
  const only = (...programs: string[]): string => {
    const bin = join(home, 'bin');
    mkdirSync(bin);
    for (const program of programs) symlinkSync(`/bin/${program}`, join(bin, program));
    return bin;
  };

  it('finds nothing broken here, and leaves no file of its own', async () => {
    const findings = await examine();
    expect([...findings.values()].filter(({ status }) => status === 'broken')).toEqual([]);
    expect([...findings.keys()]).toEqual([
      'runtime',
      'data folder',
      'database',
      'owners',
      'open runs',
      'secrets',
      'helper',
      'shell',
      'python',
      'git',
      'containers',
      'locale',
      'time zone',
    ]);
    expect(findings.get('shell')?.found).toMatch(/bash.*version/i);
    expect(readdirSync(dataFolder()).filter((name) => name.startsWith('.doctor'))).toEqual([]);
  });

  it('reads every page of the database, and names what owns runs', async () => {
    const store = openStore({ dataFolder: dataFolder() });
    store.owners.claim('terminal');
    const findings = await examine();
    store.close();
    expect(findings.get('database')).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('every page is sound'),
    });
    expect(findings.get('owners')?.found).toBe(`terminal (process ${process.pid})`);
  });

  it('tells of a database that is none', async () => {
    mkdirSync(dataFolder());
    writeFileSync(join(dataFolder(), 'chronum.db'), 'nonsense'.repeat(1000));
    expect((await examine()).get('database')).toMatchObject({ status: 'broken' });
  });

  it('names the command that installs what is missing', async () => {
    const findings = await examine({ PATH: only('sh') });
    expect(findings.get('shell')).toMatchObject({ status: 'ok', found: expect.stringContaining('/bin/sh') });
    expect(findings.get('python')).toMatchObject({ status: 'limited', fix: expect.stringMatching(/install python/) });
    expect(findings.get('containers')).toMatchObject({
      status: 'limited',
      fix: expect.stringMatching(/install podman/),
    });
  });

  it('is not content without any shell, or with a helper that does not start', async () => {
    const findings = await examine({ PATH: only() }, join(home, 'no-helper.js'));
    expect(findings.get('shell')).toMatchObject({ status: 'broken', fix: expect.stringContaining('install') });
    expect(findings.get('helper')).toMatchObject({ status: 'broken', fix: expect.stringContaining('npm run build') });
  });

  it('says of a container engine that it does not answer', async () => {
    const bin = only('sh');
    writeFileSync(join(bin, 'docker'), '#!/bin/sh\n[ "$1" = --version ] && echo Docker 99 && exit\nexit 1\n');
    chmodSync(join(bin, 'docker'), 0o755);
    expect((await examine({ PATH: bin })).get('containers')).toMatchObject({
      status: 'limited',
      found: expect.stringMatching(/docker does not answer/),
      fix: expect.stringContaining('start docker'),
    });
  });

  it('tells how the secrets stand', async () => {
    mkdirSync(dataFolder());
    writeFileSync(join(dataFolder(), 'secrets.json'), '{');
    expect((await examine()).get('secrets')).toMatchObject({ status: 'broken', fix: expect.stringMatching(/backup/) });
  });
});

describe('what the machine has', () => {
  it('is judged by what runs need', () => {
    expect(checkSpace('/x', 10 * 1024 * 1024)).toMatchObject({ status: 'broken' });
    expect(checkSpace('/x', 500 * 1024 * 1024)).toMatchObject({ status: 'limited' });
    expect(checkSpace('/x', 5 * 1024 ** 3)).toMatchObject({ status: 'ok', found: '/x can be written, 5.0 GiB free' });
    expect(checkRuntime({ ...process.versions, node: '18.20.0' })).toMatchObject({ status: 'broken' });
    expect(checkRuntime({ ...process.versions, node: '20.18.0' })).toMatchObject({ status: 'ok' });
    expect(checkTimeZone({ TZ: 'Mars/Olympus' })).toMatchObject({
      status: 'limited',
      fix: expect.stringContaining('TZ='),
    });
    expect(checkTimeZone({ TZ: 'Europe/Berlin' })).toMatchObject({ status: 'ok' });
    expect(checkLocale({ LANG: 'C' })).toMatchObject({ status: process.platform === 'win32' ? 'ok' : 'limited' });
    expect(checkLocale({ LANG: 'de_DE.UTF-8' })).toMatchObject({ status: 'ok' });
  });
});
