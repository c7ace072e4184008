import { client } from '../../../shared/client/client.ts';
import { useDocument } from '../../../shared/stores/document.ts';
import { failureText } from '../../../shared/stores/failure.ts';
import { useFlows } from '../../../shared/stores/flows.ts';
import { notify } from '../../../shared/stores/notices.ts';
import { openFlow } from '../../../shared/stores/studio.ts';
import { toggleCollapsed, useArrangement } from '../arrangement/arrangement.ts';
import { writeName } from '../inline-edit.ts';
import { focusCanvas, useView } from '../view.ts';
import { operate } from './operate.ts';
import { copyPlaces, markedSteps } from './step-actions.ts';

const nodeOf = (id: string) => useView.getState().laidOut?.model.byId.get(id);
const lastPart = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

export async function groupMarked(): Promise<void> {
  const ids = markedSteps();
  const grouped = await operate(({ groupSteps }, source) => groupSteps(source, ids), {
    arrange: ([group]) => {
      for (const id of ids) copyPlaces(id, `${group}/${lastPart(id)}`);
    },
  });
  const group = grouped?.[0];
  if (group !== undefined) writeName(group);
}

export async function ungroupMarked(): Promise<void> {
  for (const id of markedGroups()) {
    const inner = useView.getState().laidOut?.model.nodes.filter(({ parent }) => parent === id) ?? [];
    await operate(({ ungroupSteps }, source) => ungroupSteps(source, id), {
      arrange: (ids) => {
        for (const [i, to] of ids.entries()) if (inner[i] !== undefined) copyPlaces(inner[i].id, to);
      },
    });
  }
}

export const markedGroups = (): string[] => markedSteps().filter((id) => nodeOf(id)?.isGroup === true);

export function toggleMarkedGroups(): void {
  // The group is drawn anew: what has the focus in it goes.
  focusCanvas();
  toggleCollapsed(markedGroups());
}

/** The name of the file that a flow of this name gets, beside the open one. */
export const extractedFile = (name: string): string =>
  `${
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'extracted'
  }.chronum.yaml`;

/** Moves the selected steps into a file of their own beside this one; a step that runs it stands in their place. */
export async function extractMarked(name: string): Promise<void> {
  const { drawn } = useDocument.getState();
  if (drawn === null) return;
  const { workspace, file } = drawn.document;
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const base = extractedFile(name);
  const ids = markedSteps();
  const [first] = ids;
  const corner = first === undefined ? undefined : useView.getState().laidOut?.layout.boxes.get(first);
  const operations = await import('../../../../core/flow/operations/index.ts');
  const extracted = operations.extractSteps({ text: drawn.document.text, flow: drawn.flow }, ids, {
    name,
    file: `./${base}`,
  });
  if (!extracted.ok) {
    notify('info', extracted.error.message);
    return;
  }
  try {
    // The file first: a step that names a flow which is not there would be of no use.
    await client.flows.save({ workspace, file: folder + base, revision: null, text: extracted.value.text });
  } catch (error) {
    notify('error', failureText(error, `${folder}${base} was not made, and nothing was changed`));
    return;
  }
  await operate(() => ({ ok: true, value: extracted.value.operation }), {
    arrange: ([id]) => {
      if (id !== undefined && first !== undefined && corner !== undefined) copyPlaces(first, id);
    },
  });
  notify('info', `The steps are in ${folder}${base} now. An undo brings them back here, and leaves that file.`);
}

/** The file of the flow that a step runs, when it is one of this folder. */
export function flowRunBy(id: string): string | undefined {
  const node = nodeOf(id);
  const { document } = useDocument.getState();
  if (node?.executor !== 'flow' || document === null) return undefined;
  const named = node.line;
  const rows = useFlows.getState().rows;
  if (!/^\.{1,2}\//.test(named)) return rows.find((row) => row.name === named)?.file;
  const path = new URL(named, `file:///${document.file}`).pathname.slice(1);
  const file = decodeURIComponent(path);
  return rows.some((row) => row.file === file) ? file : undefined;
}

export function openFlowOf(id: string): void {
  const file = flowRunBy(id);
  if (file !== undefined) void openFlow(file);
}

export const isCollapsed = (id: string): boolean => useArrangement.getState().collapsed.has(id);
