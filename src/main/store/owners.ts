import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnerRef } from '../../core/run/event.ts';
import type { Owners } from '../ports/owners.ts';
import { type HeldLock, isLocked, tryLock } from './lock-file.ts';
import type { StorePaths } from './paths.ts';

const SUFFIX = '.lock';

/** Milliseconds that a claim waits for somebody who is just looking at its new file. */
const CLAIM_PATIENCE = 1000;

/**
 * Owners as lock files. Kind, pid and start stand in the id, which is the file's name: there is no second place that could
 * disagree, and they can be read while the file is locked.
 */
export function createOwners(paths: Pick<StorePaths, 'owners' | 'locks'>): Owners & { close(): void } {
  mkdirSync(paths.owners, { recursive: true });
  mkdirSync(paths.locks, { recursive: true });
  let own: { readonly ref: OwnerRef; readonly lock: HeldLock } | undefined;
  const namedLocks = new Map<string, HeldLock>();
  const fileOf = (ownerId: string) => join(paths.owners, ownerId + SUFFIX);

  const isAlive = (ownerId: string): boolean =>
    ownerId === own?.ref.id || (parseOwnerId(ownerId) !== null && isLocked(fileOf(ownerId)));

  const release = () => {
    own?.lock.releaseAndDelete();
    own = undefined;
    for (const lock of namedLocks.values()) lock.release();
    namedLocks.clear();
  };

  return {
    claim: (kind) => {
      if (own) {
        if (own.ref.kind === kind) return own.ref;
        throw new Error(`this process is already the owner ${own.ref.id}`);
      }
      own = claimNew(kind, fileOf);
      return own.ref;
    },
    isAlive,
    list: () =>
      readdirSync(paths.owners).flatMap((file) => {
        const id = file.endsWith(SUFFIX) ? file.slice(0, -SUFFIX.length) : '';
        const owner = parseOwnerId(id);
        return owner ? [{ ...owner, alive: isAlive(id) }] : [];
      }),
    forget: (ownerId) => {
      if (parseOwnerId(ownerId) === null || isAlive(ownerId) || !existsSync(fileOf(ownerId))) return;
      tryLock(fileOf(ownerId), 'sole')?.releaseAndDelete();
    },
    tryHold: (name) => {
      if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`not a name of a lock: ${name}`);
      if (namedLocks.has(name)) return true;
      const lock = tryLock(join(paths.locks, name + SUFFIX), 'first');
      if (lock) namedLocks.set(name, lock);
      return lock !== null;
    },
    release,
    close: release,
  };
}

function claimNew(kind: OwnerRef['kind'], fileOf: (ownerId: string) => string) {
  for (let attempt = 0; attempt < 10; attempt++) {
    const ref: OwnerRef = { id: newOwnerId(kind, process.pid, Date.now()), kind, pid: process.pid };
    const lock = tryLock(fileOf(ref.id), 'sole', CLAIM_PATIENCE);
    if (!lock) continue;
    // Somebody who saw the file before it was locked may have taken it for a dead owner's and deleted it.
    if (existsSync(fileOf(ref.id))) return { ref, lock };
    lock.release();
  }
  throw new Error('could not take a lock of its own for this process');
}

const newOwnerId = (kind: OwnerRef['kind'], pid: number, startedAt: number): string =>
  `${kind}-${pid}-${startedAt.toString(36)}-${randomBytes(4).toString('hex')}`;

function parseOwnerId(id: string): (OwnerRef & { readonly startedAt: string }) | null {
  const match = /^(app|terminal|daemon)-(\d+)-([0-9a-z]+)-[0-9a-f]{8}$/.exec(id);
  if (!match) return null;
  const startedAt = new Date(Number.parseInt(match[3]!, 36)).toISOString();
  return { id, kind: match[1] as OwnerRef['kind'], pid: Number(match[2]), startedAt };
}
