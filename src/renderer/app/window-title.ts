import { useEffect } from 'react';
import { useDocument } from '../shared/stores/document.ts';
import { useRun } from '../shared/stores/run.ts';
import { useWorkspaces } from '../shared/stores/workspaces.ts';

/** `deploy-api - examples - Chronum Studio`: what a task bar shows. */
export function useWindowTitle(): void {
  const flow = useDocument((state) => state.valid?.plan.name ?? state.document?.file);
  const run = useRun((state) => state.run?.plan.name);
  const workspace = useWorkspaces((state) => state.current?.name);
  useEffect(() => {
    document.title = [flow ?? run, workspace, 'Chronum Studio'].filter(Boolean).join(' - ');
  }, [flow, run, workspace]);
}
