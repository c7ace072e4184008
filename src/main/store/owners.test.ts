import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStoreProcess } from '../../testing/store-process.ts';
import { openTwice } from '../../testing/temporary-store.ts';
import { createOwners } from './owners.ts';

describe('owners', () => {
  let both: ReturnType<typeof openTwice>;
  beforeEach(() => {
    both = openTwice();
  });
  afterEach(() => both.close());

  it('are alive for themselves and for others as long as they hold their lock', () => {
    const { store, other } = both;
    const owner = store.owners.claim('app');
    expect(owner).toMatchObject({ kind: 'app', pid: process.pid });
    expect(store.owners.claim('app')).toBe(owner);
    expect(() => store.owners.claim('daemon')).toThrow(owner.id);
    expect(store.owners.isAlive(owner.id)).toBe(true);
    expect(other.owners.isAlive(owner.id)).toBe(true);
    expect(other.owners.list()).toMatchObject([{ ...owner, alive: true }]);
    store.owners.release();
    expect(other.owners.isAlive(owner.id)).toBe(false);
    expect(other.owners.list()).toEqual([]);
  });

  it('that nobody ever was are not alive', () => {
    expect(both.store.owners.isAlive('app-1-0-00000000')).toBe(false);
    expect(both.store.owners.isAlive('../../etc/passwd')).toBe(false);
  });

  it('are not forgotten while they live', () => {
    const owner = both.store.owners.claim('app');
    both.other.owners.forget(owner.id);
    both.store.owners.forget(owner.id);
    expect(both.other.owners.isAlive(owner.id)).toBe(true);
  });

  it('in another process are dead the moment it is killed, and free what they held', async () => {
    const { owners } = both.store;
    const child = startStoreProcess('hold', both.store.paths.dataFolder, 'schedules');
    const { owner, holds } = JSON.parse(await child.line());
    expect(holds).toBe(true);
    expect(owners.isAlive(owner.id)).toBe(true);
    expect(owners.tryHold('schedules')).toBe(false);

    await child.crash();

    expect(owners.isAlive(owner.id)).toBe(false);
    expect(owners.list()).toMatchObject([{ id: owner.id, alive: false, kind: 'daemon' }]);
    expect(owners.tryHold('schedules')).toBe(true);
    owners.forget(owner.id);
    expect(owners.list()).toEqual([]);
    expect(readdirSync(both.store.paths.owners)).toEqual([]);
  });

  it('keep their lock when others look, forget and list all the time', async () => {
    const { store, other } = both;
    const owner = store.owners.claim('terminal');
    for (let n = 0; n < 200; n++) {
      expect(other.owners.isAlive(owner.id)).toBe(true);
      other.owners.forget(owner.id);
      other.owners.list();
    }
    expect(existsSync(`${store.paths.owners}/${owner.id}.lock`)).toBe(true);
  });

  it('claim safely while another process deletes whatever seems dead', async () => {
    const { store, other } = both;
    for (let n = 0; n < 50; n++) {
      const owner = store.owners.claim('app');
      for (const { id, alive } of other.owners.list()) if (!alive) other.owners.forget(id);
      expect(other.owners.isAlive(owner.id)).toBe(true);
      store.owners.release();
    }
  });
});

describe('named locks', () => {
  it('are held by one at a time, until released', () => {
    const { store, other, close } = openTwice();
    expect(store.owners.tryHold('schedules')).toBe(true);
    expect(store.owners.tryHold('schedules')).toBe(true);
    expect(other.owners.tryHold('schedules')).toBe(false);
    expect(other.owners.tryHold('backup')).toBe(true);
    store.owners.release();
    expect(other.owners.tryHold('schedules')).toBe(true);
    expect(() => store.owners.tryHold('../x')).toThrow(/name of a lock/);
    close();
  });

  it('go to exactly one of many that try at once', () => {
    const { store, close } = openTwice();
    const contenders = Array.from({ length: 20 }, () => createOwners(store.paths));
    expect(contenders.map((owners) => owners.tryHold('schedules')).filter(Boolean)).toHaveLength(1);
    for (const owners of contenders) owners.close();
    close();
  });
});
