import { useState } from 'react';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import styles from './flows.module.css';

const MINIMAL = `name: hello
steps:
  - name: greet
    run: echo "Hello from Chronum"
  - name: done
    run: date
    needs: [greet]
`;

/** What to put into a folder that has no flow yet. The list shows it as soon as it is saved. */
export function MinimalFlow({ folder }: { readonly folder: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(MINIMAL);
    setCopied(true);
  };
  return (
    <EmptyState
      isPage
      icon="flows"
      title="No flows in this folder yet"
      action={
        <Button look="primary" icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy this flow'}
        </Button>
      }
    >
      <p>
        A flow is a YAML file named <code>*.chronum.yaml</code>, or any <code>.yaml</code> under <code>flows/</code>.
        Save this as <code>hello.chronum.yaml</code> in <code>{folder}</code>, and it is shown here at once:
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what may scroll is reached by keyboard */}
      <pre className={styles.minimal} tabIndex={0}>
        {MINIMAL}
      </pre>
    </EmptyState>
  );
}
