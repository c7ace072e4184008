import type { RunRow } from '../../contract/models.ts';
import { SECTIONS } from '../features/settings/entries.ts';
import { showSettings } from '../features/settings/view.ts';
import { registerPaletteSource } from '../shared/commands/palette.ts';
import { formatRelative } from '../shared/format/time.ts';
import { graphOfPlan } from '../shared/graph/model.ts';
import { STATUS_WORD } from '../shared/status/status.ts';
import { useDocument } from '../shared/stores/document.ts';
import { useFlows } from '../shared/stores/flows.ts';
import { showWork } from '../shared/stores/layout.ts';
import { useRun } from '../shared/stores/run.ts';
import { useRuns } from '../shared/stores/runs.ts';
import { selectStep } from '../shared/stores/selection.ts';
import { showFlow, showRun } from '../shared/stores/show.ts';
import { openWorkspace, useStudio } from '../shared/stores/studio.ts';
import { useWorkspaces } from '../shared/stores/workspaces.ts';
import { executorIcon } from '../shared/ui/icon.tsx';

/** What the palette finds besides commands. */
export function registerPaletteSources(): void {
  registerPaletteSource({ kind: 'Flow', items: flows });
  registerPaletteSource({ kind: 'Step', items: steps });
  registerPaletteSource({ kind: 'Run', items: () => useRuns.getState().rows.map(runItem) });
  registerPaletteSource({ kind: 'Folder', items: folders });
  registerPaletteSource({ kind: 'Setting', items: settings });
}

function flows() {
  const { workspace, rows } = useFlows.getState();
  if (workspace === null) return [];
  return rows.map(({ file, name, description }) => ({
    id: `flow:${workspace}:${file}`,
    label: name ?? file,
    detail: file,
    keywords: description ?? undefined,
    look: { icon: 'flows' } as const,
    choose: () => showFlow(workspace, file),
  }));
}

/** Of what is in the work area: the flow as it is today, or as the shown run ran it. */
function steps() {
  const { pinnedRun } = useStudio.getState();
  const plan = pinnedRun === null ? useDocument.getState().valid?.plan : useRun.getState().run?.plan;
  if (plan === undefined) return [];
  return graphOfPlan(plan).nodes.map(({ id, name, line, executor, isGroup }) => ({
    id: `step:${plan.name}:${id}`,
    label: name,
    detail: line === '' ? id : line,
    keywords: id,
    look: { icon: isGroup ? 'group' : executorIcon(executor) } as const,
    choose: () => {
      showWork();
      selectStep(id);
    },
  }));
}

const runItem = ({ id, flowName, status, createdAt }: RunRow) => ({
  id: `run:${id}`,
  label: flowName,
  detail: `${STATUS_WORD[status].toLowerCase()}, ${formatRelative(Date.parse(createdAt), Date.now())}`,
  keywords: id,
  look: { status } as const,
  choose: () => showRun(id),
});

const settings = () => [
  ...SECTIONS.flatMap(({ title, entries }) =>
    entries.map(({ key, label, help }) => ({
      id: `setting:${key}`,
      label,
      detail: title,
      keywords: `${key} ${help ?? ''}`,
      look: { icon: 'settings' } as const,
      choose: () => showSettings(label),
    })),
  ),
  { id: 'setting:secrets', label: 'Secrets', look: { icon: 'shield' } as const, choose: () => showSettings('secrets') },
];

function folders() {
  const { rows, current } = useWorkspaces.getState();
  return rows
    .filter(({ path }) => path !== current?.path)
    .map(({ path, name }) => ({
      id: `folder:${path}`,
      label: name,
      detail: path,
      look: { icon: 'folder' } as const,
      choose: () => openWorkspace(path),
    }));
}
