import { notify } from '../stores/notices.ts';
import { readOptionsFor } from '../stores/step-types.ts';
import { bringTogether } from './bring-together.ts';
import { resolveConflict, useEditing } from './editing.ts';
import { loadEngine } from './load-engine.ts';

/**
 * Brings the changes of another program and those made here together where they lie apart, and says so. What collides stays as it is
 * until a person has chosen.
 */
export function followConflicts(): () => void {
  return useEditing.subscribe((now, before) => {
    const isOther = now.conflict?.theirs !== before.conflict?.theirs || now.open !== before.open;
    const canNow = now.readOnly === null && before.readOnly !== null;
    if (now.conflict !== null && now.readOnly === null && (isOther || canNow)) void mergeOpen();
  });
}

async function mergeOpen(): Promise<void> {
  const { readText } = await loadEngine();
  const { open, base, text, conflict, readOnly } = useEditing.getState();
  if (open === null || base === null || text === null || conflict === null || readOnly !== null) return;
  const reads = (one: string) => readText(one, readOptionsFor(open.file)).flow !== null;
  const merge = bringTogether({ base, mine: text, theirs: conflict.theirs }, reads);
  if (merge.kind !== 'clean') return;
  resolveConflict(merge.text);
  notify('info', `\`${open.file}\` was changed by another program too: both changes were brought together`);
}
