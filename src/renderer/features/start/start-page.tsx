import { useEffect } from 'react';
import { CommandButton } from '../../shared/commands/command-button.tsx';
import { count } from '../../shared/format/count.ts';
import { useFlows } from '../../shared/stores/flows.ts';
import { openWorkspace } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { RelativeTime } from '../../shared/ui/relative-time.tsx';
import { MiniGraphView } from './mini-graph-view.tsx';
import { loadTemplates, nameNewFlow, useTemplates } from './new-flow.ts';
import styles from './start.module.css';

/** Nothing is open: where to go on, and what to begin with. */
export default function StartPage() {
  return (
    <div className={styles.page}>
      <div className={styles.content}>
        <Greeting />
        <div className={styles.actions}>
          <CommandButton command="file.new-flow" look="primary">
            New flow…
          </CommandButton>
          <CommandButton command="file.open-folder">Open folder…</CommandButton>
          <CommandButton command="view.palette">Find anything</CommandButton>
        </div>
        <RecentFolders />
        <Templates />
      </div>
    </div>
  );
}

function Greeting() {
  const current = useWorkspaces((state) => state.current);
  const { phase, rows } = useFlows();
  if (current === null) {
    return (
      <>
        <h1>Open a folder to begin</h1>
        <p>A workspace is any folder with flow files in it. Opening one runs nothing.</p>
      </>
    );
  }
  if (phase === 'gone') {
    return (
      <>
        <h1>This folder cannot be read</h1>
        <p>{current.path} may have been moved or removed.</p>
      </>
    );
  }
  return (
    <>
      <h1>{current.name}</h1>
      {phase === 'ready' && rows.length === 0 ? (
        <p>
          No flows in this folder yet. A flow is a YAML file named <code>*.chronum.yaml</code>: make one here, or save
          one into the folder with any editor, and it is shown at once.
        </p>
      ) : (
        <p>
          {phase === 'ready' ? `${count(rows.length, 'flow')} in the list.` : ''} Choose one to see its graph and runs.
        </p>
      )}
    </>
  );
}

const MOST_FOLDERS = 6;

function RecentFolders() {
  const { rows, current } = useWorkspaces();
  const others = rows.filter(({ path }) => path !== current?.path).slice(0, MOST_FOLDERS);
  if (others.length === 0) return null;
  return (
    <section aria-label="Recent folders">
      <h2>Recent folders</h2>
      <ul className={styles.folders}>
        {others.map(({ path, name, openedAt }) => (
          <li key={path}>
            <button type="button" onClick={() => void openWorkspace(path)}>
              <Icon name="folder" />
              <span>{name}</span>
              <span className={styles.path}>{path}</span>
              <RelativeTime at={Date.parse(openedAt)} className={styles.when} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Templates() {
  const templates = useTemplates((state) => state.templates);
  const hasFolder = useWorkspaces((state) => state.current !== null);
  useEffect(() => void loadTemplates(), []);
  if (templates.length === 0) return null;
  return (
    <section aria-label="Templates">
      <h2>Begin with an example</h2>
      <ul className={styles.templates}>
        {templates.map(({ id, name, description, flow }) => (
          <li key={id}>
            <button
              type="button"
              className={styles.template}
              aria-disabled={!hasFolder}
              data-tip={hasFolder ? undefined : 'Open a folder first: the flow is put into it'}
              onClick={() => hasFolder && nameNewFlow(id)}
            >
              <span className={styles.preview}>
                <MiniGraphView flow={flow} />
              </span>
              <span className={styles.name}>{name}</span>
              <span className={styles.description}>{description || count(flow.steps.length, 'step')}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
