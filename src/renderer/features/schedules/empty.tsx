import { useState } from 'react';
import { useFlows } from '../../shared/stores/flows.ts';
import { editTrigger } from '../../shared/stores/trigger-editor.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import styles from './schedules.module.css';

const SAMPLE = `triggers:
  - cron: "0 9 * * MON-FRI"     # weekdays at nine
    timezone: Europe/Berlin
  - every: 15m
  - watch: "src/**"             # when files change
`;

/** There is no trigger anywhere yet: what one looks like, and where it goes. */
export function NoSchedules() {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(SAMPLE);
    setCopied(true);
  };
  return (
    <EmptyState
      icon="schedules"
      title="Nothing is scheduled yet"
      action={
        <>
          <AddTrigger />
          <Button icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
            {copied ? 'Copied' : 'Copy these triggers'}
          </Button>
        </>
      }
    >
      <p>
        A flow runs by itself when its file has <code>triggers</code>: at times, in intervals, when files change, or
        after another flow.
      </p>
      <pre className={styles.sample}>{SAMPLE}</pre>
    </EmptyState>
  );
}

/** Begins with the first flow of the open folder that can be read. */
function AddTrigger() {
  const workspace = useWorkspaces((state) => state.current?.path);
  const flow = useFlows((state) => state.rows.find((row) => row.errors === 0));
  if (workspace === undefined || flow === undefined) return null;
  return (
    <Button look="primary" icon="plus" onClick={() => editTrigger({ workspace, file: flow.file, index: null })}>
      Schedule {flow.name ?? flow.file}
    </Button>
  );
}
