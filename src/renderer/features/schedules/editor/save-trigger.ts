import type { FlowDocument } from '../../../../contract/models.ts';
import type { FlowEdit } from '../../../../core/flow/edit/model.ts';
import { client } from '../../../shared/client/client.ts';
import { applyEdits, save, undo, useEditing } from '../../../shared/editing/editing.ts';

/** Writes the edits and lets the trigger fire: whoever wrote it here has seen what it says. Throws what the studio refuses. */
export async function saveTrigger(
  { workspace, file, revision }: FlowDocument,
  edits: readonly FlowEdit[],
  index: number,
): Promise<void> {
  const isUnsaved = useEditing.getState().unsaved.some((name) => name.workspace === workspace && name.file === file);
  if (isUnsaved)
    throw new Error(`${file} has changes that are not saved yet: save them first, then change the trigger`);
  const { open, readOnly } = useEditing.getState();
  if (open?.workspace === workspace && open.file === file && readOnly === null) {
    await saveOpen(edits);
  } else await client.flows.edit({ workspace, file, revision, edits: [...edits] });
  const { rows } = await client.schedules.list();
  const row = rows.find((one) => one.workspace === workspace && one.file === file && one.index === index);
  if (row?.pending) await client.schedules.arm({ triggers: [{ scheduleId: row.id, seen: row.pending.seen }] });
}

/** The flow that is open in the window gets an entry in its history, like every other change of it. */
async function saveOpen(edits: readonly FlowEdit[]): Promise<void> {
  const done = applyEdits('Change a trigger', edits, { quiet: true });
  if (!done.ok) throw new Error(done.error.message);
  if (await save()) return;
  undo();
  throw new Error('the file could not be written');
}
