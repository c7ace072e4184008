import { useFlows } from '../../shared/stores/flows.ts';
import { chooseWorkspace, openWorkspace } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';

/** Nothing is open: what to do next. */
export function Welcome() {
  const { rows, current } = useWorkspaces();
  const flows = useFlows();
  if (current === null) {
    return (
      <EmptyState
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
    return <EmptyState icon="flows" title="Choose a flow in the list to see its graph and its runs" />;
  }
  if (flows.phase === 'gone') {
    return (
      <EmptyState
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
  if (flows.phase === 'ready') {
    return (
      <EmptyState icon="flows" title="No flows in this folder yet">
        Save a flow file in {current.path}; it is shown here at once. The list beside has one to copy.
      </EmptyState>
    );
  }
  return null;
}
