import { useEffect } from 'react';
import { count } from '../../shared/format/count.ts';
import { useGraphModel } from '../../shared/graph/use-graph-model.ts';
import { useDocument } from '../../shared/stores/document.ts';
import { changeLayout } from '../../shared/stores/layout.ts';
import { useRun } from '../../shared/stores/run.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { keepOnLeave, openArrangement, useArrangement } from './arrangement/arrangement.ts';
import styles from './canvas.module.css';
import { GraphView } from './graph-view.tsx';
import { type LaidOut, useLayoutOf } from './layout/use-layout.ts';
import { StaleNotice } from './stale-notice.tsx';

const NOTHING: LaidOut = {
  of: '',
  model: { nodes: [], edges: [], byId: new Map(), shape: '' },
  layout: { boxes: new Map(), routes: new Map(), lanes: [] },
};

/** The open flow or run as a graph, or what keeps it from being shown. */
export function Canvas() {
  const model = useGraphModel();
  const isPinned = useStudio((state) => state.pinnedRun !== null);
  const open = useStudio((state) => state.pinnedRun ?? state.file ?? '');
  const flowId = useDocument((state) => state.document?.flowId ?? null);
  useEffect(() => void openArrangement(flowId), [flowId]);
  useEffect(keepOnLeave, []);
  // Drawn once it is known where its steps were put: nothing jumps.
  const isArranged = useArrangement(({ of }) => of === flowId);
  const laidOut = useLayoutOf(open, isArranged ? model : undefined);
  const isMissing = useIsMissing(isPinned);
  if (model === undefined && isMissing) return isPinned ? <MissingRun /> : <MissingFlow />;
  return (
    <>
      {/* Set up empty while the flow is on its way: the first graph is drawn the sooner. */}
      <GraphView laidOut={laidOut ?? NOTHING} />
      {model !== undefined && laidOut?.model.shape !== model.shape && <Working steps={model.nodes.length} />}
      {model !== undefined && !isPinned && <StaleNotice />}
    </>
  );
}

/** Large graphs take a moment; a small one is there before this is seen. */
const Working = ({ steps }: { readonly steps: number }) => (
  <p className={styles.working} role="status">
    Arranging {count(steps, 'step')}
  </p>
);

/** Whether there is a reason for having no graph, rather than a moment to wait. */
function useIsMissing(isPinned: boolean): boolean {
  const document = useDocument((state) => state.phase);
  const run = useRun((state) => state.phase);
  return isPinned ? run === 'gone' : document === 'gone' || document === 'ready';
}

function MissingRun() {
  return (
    <EmptyState icon="runs" title="This run is not in the history any more">
      It was removed, or it belongs to another store. The list of runs has what there is.
    </EmptyState>
  );
}

function MissingFlow() {
  const phase = useDocument((state) => state.phase);
  const file = useStudio((state) => state.file);
  if (phase === 'gone') {
    return (
      <EmptyState icon="flows" title={`${file ?? 'The file'} is not there any more`}>
        It was moved, renamed or deleted. It is shown again as soon as it is back.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="warning"
      title="This file cannot be read as a flow yet"
      action={
        <Button onClick={() => changeLayout({ bottomTab: 'problems', bottomOpen: true })}>Show the problems</Button>
      }
    >
      The graph appears as soon as the problems in it are mended.
    </EmptyState>
  );
}
