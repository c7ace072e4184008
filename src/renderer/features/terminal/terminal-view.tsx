import { useRef, useState } from 'react';
import { formatBytes } from '../../shared/format/count.ts';
import { Button, IconButton } from '../../shared/ui/button.tsx';
import { SearchBar } from './search-bar.tsx';
import styles from './terminal.module.css';
import { type AttemptKey, useLog } from './use-log.ts';

interface TerminalViewProps {
  readonly attemptKey: AttemptKey;
  readonly isRunning: boolean;
}

export function TerminalView({ attemptKey, isRunning }: TerminalViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const [isSearching, setSearching] = useState(false);
  const { log, hidden, isEmpty, isAtEnd, isComplete } = useLog(host, attemptKey, () => setSearching(true));
  const copy = () => {
    if (log === undefined) return;
    const { terminal } = log;
    if (terminal.hasSelection()) return void navigator.clipboard.writeText(terminal.getSelection());
    terminal.selectAll();
    void navigator.clipboard.writeText(terminal.getSelection().trimEnd());
    terminal.clearSelection();
  };
  return (
    <div className={styles.output} id="terminal-output" data-testid="terminal" data-complete={isComplete}>
      {hidden > 0 && (
        <p className={styles.notice}>
          The first {formatBytes(hidden)} are not shown. <code>{printAll(attemptKey)}</code> prints all of it.
        </p>
      )}
      <section
        ref={host}
        className={styles.host}
        aria-label={`Output of ${attemptKey.stepId}, attempt ${attemptKey.attempt}`}
      />
      {isEmpty && isComplete && !isRunning && <p className={styles.silent}>It printed nothing.</p>}
      <div className={styles.tools}>
        {isSearching && log !== undefined ? (
          <SearchBar
            log={log}
            onClose={() => {
              setSearching(false);
              log.terminal.focus();
            }}
          />
        ) : (
          <>
            <IconButton
              icon="search"
              label="Search"
              shortcut={{ key: 'f', mod: true }}
              onClick={() => setSearching(true)}
            />
            <IconButton icon="copy" label="Copy the selection, or everything" onClick={copy} />
          </>
        )}
      </div>
      {!isAtEnd && (
        <Button icon="to-end" className={styles.jump} onClick={() => log?.terminal.scrollToBottom()}>
          {isRunning ? 'Follow' : 'To the end'}
        </Button>
      )}
    </div>
  );
}

const printAll = ({ runId, stepId }: AttemptKey): string => `chronum logs ${runId} '${stepId}'`;
