import { AnswerDialog } from '../../features/acts/answer-dialog.tsx';
import { RerunDialog } from '../../features/run-form/rerun-dialog.tsx';
import { RunForm } from '../../features/run-form/run-form.tsx';
import { HistoryMenu } from '../../features/runs/history-menu.tsx';
import { HistoryStrip } from '../../features/runs/history-strip.tsx';
import { CommandIconButton } from '../../shared/commands/command-button.tsx';
import { useDocument } from '../../shared/stores/document.ts';
import { useRun } from '../../shared/stores/run.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { RelativeTime } from '../../shared/ui/relative-time.tsx';
import { usePanelOpen } from '../shell/narrow.ts';
import { useSourceView } from '../shell/source-view.ts';
import styles from './flow-header.module.css';
import { RunButtons } from './run-buttons.tsx';
import { RunStatusChip } from './run-status-chip.tsx';
import { SaveButton, UnsavedDot } from './unsaved.tsx';

/** What is open, how it stands, and what can be done with it. */
export function FlowHeader() {
  const inspectorOpen = usePanelOpen('inspector');
  const sideOpen = usePanelOpen('side');
  const source = useSourceView();
  return (
    <header className={styles.header}>
      {!sideOpen && <CommandIconButton command="view.side-list" />}
      <Title />
      <RunStatusChip />
      <span className={styles.space} />
      <HistoryStrip />
      <HistoryMenu />
      <SaveButton />
      <RunButtons />
      <CommandIconButton command="view.source-beside" isPressed={source === 'beside'} />
      <CommandIconButton command="view.source-instead" isPressed={source === 'instead'} />
      <CommandIconButton command="view.inspector" isPressed={inspectorOpen} />
      <RunForm />
      <RerunDialog />
      <AnswerDialog />
    </header>
  );
}

function Title() {
  const { file, pinnedRun } = useStudio();
  const flowName = useDocument((state) => state.valid?.plan.name);
  const run = useRun((state) => state.run);
  const workspace = useWorkspaces((state) => state.current?.path);
  if (pinnedRun === null) {
    return (
      <div className={styles.title}>
        <h1>{flowName ?? file}</h1>
        <UnsavedDot />
        {flowName !== undefined && <span className={styles.file}>{file}</span>}
      </div>
    );
  }
  const isElsewhere = run !== undefined && run.flow.workspace !== workspace;
  return (
    <div className={styles.title}>
      {file !== null && <CommandIconButton command="go.flow-today" />}
      <h1>{run?.plan.name ?? flowName ?? 'Run'}</h1>
      <span className={styles.file}>
        {run === undefined ? '' : <RelativeTime at={run.createdAt} />}
        {isElsewhere && ` in ${run.flow.workspace}`}
      </span>
    </div>
  );
}
