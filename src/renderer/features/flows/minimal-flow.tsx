import { useState } from 'react';
import { Button } from '../../shared/ui/button.tsx';
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
export function MinimalFlow() {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(MINIMAL);
    setCopied(true);
  };
  return (
    <div className={styles.minimal}>
      <h2>No flows in this folder yet</h2>
      <p>
        A flow is a YAML file named <code>*.chronum.yaml</code>, or any <code>.yaml</code> under <code>flows/</code>.
        Save this as <code>hello.chronum.yaml</code> to begin:
      </p>
      <pre>{MINIMAL}</pre>
      <Button icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
        {copied ? 'Copied' : 'Copy this flow'}
      </Button>
    </div>
  );
}
