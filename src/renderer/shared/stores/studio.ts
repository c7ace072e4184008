import { create } from 'zustand';
import type { RunRow, WorkspaceRow } from '../../../contract/models.ts';
import type { Json } from '../../../core/base/json.ts';
import type { RerunScope } from '../../../core/run/reuse.ts';
import { client } from '../client/client.ts';
import { save } from '../editing/editing.ts';
import { followDocument } from '../editing/open-document.ts';
import { setReason } from '../editing/state.ts';
import { useDocument } from './document.ts';
import { failureText, problemsOf } from './failure.ts';
import { followFlows, useFlows } from './flows.ts';
import { changeLayout, useLayout } from './layout.ts';
import { notify } from './notices.ts';
import { followRun, useRun } from './run.ts';
import { loadHistory, mergeRuns, useRuns } from './runs.ts';
import { selectStep, useSelection } from './selection.ts';
import { placeWorkspace, useWorkspaces } from './workspaces.ts';

/**
 * What the work area shows: a flow as it is today, with its latest run on it, or one run as it was (`pinnedRun`), with the plan
 * that it ran.
 */
interface Studio {
  readonly file: string | null;
  readonly pinnedRun: string | null;
  readonly starting: boolean;
}

export const useStudio = create<Studio>(() => ({ file: null, pinnedRun: null, starting: false }));

/** Opens what was open last time, else the workspace opened last and its first flow. */
export async function restoreStudio(workspaces: Promise<readonly WorkspaceRow[]>): Promise<void> {
  const { workspace, file, runId, stepId } = useLayout.getState();
  // The flow is asked for before it is known that its folder is still there: it almost always is.
  if (workspace !== null && file !== null) void followDocument(workspace, file);
  const rows = await workspaces;
  const row = rows.find((candidate) => candidate.path === workspace) ?? rows[0];
  if (row === undefined) return;
  const isSame = row.path === workspace;
  useWorkspaces.setState({ current: row });
  followFlows(row.path);
  // The list's time of opening is renewed beside the work, not before it.
  client.workspaces.open({ workspace: row.path }).then(
    (opened) => placeWorkspace(opened, true),
    (error) => notify('error', failureText(error, `${row.name} cannot be opened`)),
  );
  if (isSame && stepId !== null) useSelection.setState({ stepId, attempt: null });
  if (isSame && runId !== null) pinRun(runId, file);
  else if (isSame && file !== null) await openFlow(file, { keepSelection: true });
  // A window whose tabs were all closed stays so.
  else if (!isSame) openFirstFlow();
}

/** Something to look at rather than an empty page: the first flow that can be read, as soon as the list is there. */
function openFirstFlow(): void {
  const unsubscribe = useFlows.subscribe(({ phase, rows }) => {
    if (phase === 'loading') return;
    unsubscribe();
    const first = rows.find((row) => row.errors === 0) ?? rows[0];
    if (first !== undefined && useStudio.getState().file === null) void openFlow(first.file);
  });
}

export async function openWorkspace(path: string): Promise<void> {
  try {
    showWorkspace(await client.workspaces.open({ workspace: path }));
  } catch (error) {
    notify('error', failureText(error, 'The folder cannot be opened'));
  }
}

export async function chooseWorkspace(): Promise<void> {
  try {
    const row = await client.workspaces.choose();
    if (row !== null) showWorkspace(row);
  } catch (error) {
    notify('error', failureText(error, 'The folder cannot be opened'));
  }
}

function showWorkspace(row: WorkspaceRow): void {
  placeWorkspace(row, true);
  followFlows(row.path);
  void followDocument(row.path, null);
  followRun(null);
  useStudio.setState({ file: null, pinnedRun: null });
  selectStep(null);
  changeLayout({ workspace: row.path, file: null, runId: null, activity: 'flows' });
  openFirstFlow();
}

/** Shows nothing of the folder any more. */
export function closeWork(): void {
  const workspace = useWorkspaces.getState().current?.path;
  if (workspace !== undefined) void followDocument(workspace, null);
  followRun(null);
  useStudio.setState({ file: null, pinnedRun: null });
  selectStep(null);
  changeLayout({ file: null, runId: null });
}

/** Shows a flow of the open workspace as it is today. */
export async function openFlow(file: string, { keepSelection = false } = {}): Promise<void> {
  const workspace = useWorkspaces.getState().current?.path;
  if (workspace === undefined) return;
  const { file: before, pinnedRun } = useStudio.getState();
  if (before === file && pinnedRun === null && !keepSelection) return;
  useStudio.setState({ file, pinnedRun: null });
  changeLayout({ workspace, file, runId: null });
  if (before !== file || keepSelection) {
    if (!keepSelection) selectStep(null);
    if (before !== file) followRun(null);
    await followDocument(workspace, file);
  }
  showLatestRun();
  const flowId = useDocument.getState().document?.flowId;
  if (flowId !== undefined) await loadHistory(flowId).catch(() => {});
}

/** Shows one run with the plan that it ran, also when its flow has changed or gone since. */
export function openRun(row: RunRow): void {
  pinRun(row.id, row.workspace === useWorkspaces.getState().current?.path ? row.file : null);
}

function pinRun(runId: string, file: string | null): void {
  const workspace = useWorkspaces.getState().current?.path;
  const { file: before } = useStudio.getState();
  useStudio.setState({ file, pinnedRun: runId });
  followRun(runId);
  changeLayout({ runId, file });
  if (workspace !== undefined && (before !== file || useDocument.getState().phase === 'none')) {
    void followDocument(workspace, file).then(() => {
      const flowId = useDocument.getState().document?.flowId;
      if (flowId !== undefined) return loadHistory(flowId).catch(() => {});
    });
  }
}

/** Without a pinned run, the flow carries its latest one, whoever started it. */
function showLatestRun(): void {
  const { file, pinnedRun } = useStudio.getState();
  const flowId = useDocument.getState().document?.flowId;
  if (file === null || pinnedRun !== null || flowId === undefined) return;
  const latest = useRuns.getState().rows.find((row) => row.flowId === flowId);
  if (latest !== undefined) followRun(latest.id);
}

useStudio.subscribe(({ pinnedRun }) =>
  setReason('pinned', pinnedRun === null ? null : 'This is a run as it was: go back to the flow to change it'),
);
useRuns.subscribe(showLatestRun);
useDocument.subscribe(showLatestRun);

export async function startRun(
  params: Readonly<Record<string, Json>>,
  steps?: readonly string[],
): Promise<readonly string[]> {
  const workspace = useWorkspaces.getState().current?.path;
  const { file, starting } = useStudio.getState();
  if (workspace === undefined || file === null || starting) return [];
  useStudio.setState({ starting: true });
  try {
    // What runs is what is on disk.
    if (!(await save())) return [];
    const { runId } = await client.runs.start({
      workspace,
      file,
      params,
      ...(steps === undefined ? {} : { only: [...steps] }),
    });
    mergeRuns([await client.runs.get({ runId })]);
    useStudio.setState({ pinnedRun: null });
    changeLayout({ runId: null });
    showLatestRun();
    return [];
  } catch (error) {
    const problems = problemsOf(error);
    if (problems.length === 0) notify('error', failureText(error, 'The flow was not started'));
    return problems;
  } finally {
    useStudio.setState({ starting: false });
  }
}

type CommandKind = Parameters<typeof client.runs.command>[0]['kind'];

/** Asks the owner of the shown run, whichever process that is. What comes of it is seen in the run's events. */
export async function commandRun(kind: CommandKind, data?: Json): Promise<void> {
  const { runId } = useRun.getState();
  if (runId === null) return;
  try {
    const command = { id: crypto.randomUUID(), runId, kind };
    await client.runs.command(data === undefined ? command : { ...command, data });
  } catch (error) {
    notify('error', failureText(error, `The run was not asked to ${kind}`));
  }
}

interface RerunOptions {
  /** Over the recorded ones. */
  readonly params?: Readonly<Record<string, Json>>;
  /** The flow as its file has it now. */
  readonly edited?: boolean;
}

/**
 * Runs the shown run again, whole or in part, as a new run; the window goes on with that one. Tells what is wrong with it, and
 * gives it back too.
 */
export async function rerunShown(scope: RerunScope, { params, edited }: RerunOptions = {}): Promise<readonly string[]> {
  const { runId, latest } = useRun.getState();
  if (runId === null || latest === undefined || useStudio.getState().starting) return [];
  useStudio.setState({ starting: true });
  try {
    // What runs of an edited flow is what is on disk.
    if (edited === true && !(await save())) return [];
    const started = await client.runs.rerun({
      runId,
      scope: scope.kind === 'only' ? { kind: 'only', stepIds: [...scope.stepIds] } : scope,
      ...(params === undefined ? {} : { params }),
      ...(edited === undefined ? {} : { edited }),
    });
    const row = await client.runs.get({ runId: started.runId });
    mergeRuns([row]);
    if (useStudio.getState().pinnedRun !== null) openRun(row);
    else showLatestRun();
    return [];
  } catch (error) {
    const problems = problemsOf(error);
    notify('error', problems.length > 0 ? problems.join('\n') : failureText(error, 'The run was not started again'));
    return problems;
  } finally {
    useStudio.setState({ starting: false });
  }
}

export const cancelRun = (): Promise<void> => commandRun('cancel');
