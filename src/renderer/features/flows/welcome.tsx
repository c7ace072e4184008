import { useFlows } from '../../shared/stores/flows.ts';
import { chooseWorkspace, openWorkspace } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { MinimalFlow } from './minimal-flow.tsx';

/** Nothing is open: what to do next. */
export function Welcome() {
  const { rows, current } = useWorkspaces();
  const flows = useFlows();
  if (current === null) {
    return (
      <EmptyState
        isPage
        icon="folder"
        title="Open a folder to begin"
        action={
          <>
            <Button look="primary" onClick={() => void chooseWorkspace()}>
              Open folder…
            </Button>
            {rows.slice(0, 3).map((row) => (
              <Button key={row.path} tip={row.path} onClick={() => void openWorkspace(row.path)}>
                {row.name}
              </Button>
            ))}
          </>
        }
      >
        A workspace is any folder with flow files in it. Opening one runs nothing.
      </EmptyState>
    );
  }
  if (flows.phase === 'ready' && flows.rows.length > 0) {
    return <EmptyState isPage icon="flows" title="Choose a flow in the list to see its graph and its runs" />;
  }
  if (flows.phase === 'gone') {
    return (
      <EmptyState
        isPage
        icon="folder"
        title="This folder cannot be read"
        action={
          <Button look="primary" onClick={() => void chooseWorkspace()}>
            Open another folder…
          </Button>
        }
      >
        {current.path} may have been moved or removed.
      </EmptyState>
    );
  }
  return flows.phase === 'ready' ? <MinimalFlow folder={current.path} /> : null;
}
