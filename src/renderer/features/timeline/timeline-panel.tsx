import { useRun } from '../../shared/stores/run.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Timeline } from './timeline.tsx';

/** When each step of the shown run waited and ran. */
export function TimelinePanel() {
  const run = useRun((state) => state.run);
  const latest = useRun((state) => state.latest);
  const moment = useRun((state) => state.moment);
  const phase = useRun((state) => state.phase);
  if (run !== undefined && latest !== undefined) {
    return <Timeline key={run.runId} run={run} latest={latest} moment={moment} />;
  }
  if (phase === 'loading') return null;
  return (
    <EmptyState icon="clock" title="Nothing ran yet">
      Press Run: each step appears here as a bar, while it waits and while it runs.
    </EmptyState>
  );
}
