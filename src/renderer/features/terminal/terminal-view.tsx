import { useEffect, useRef, useState } from 'react';
import { client } from '../../shared/client/client.ts';
import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';
import { useRun } from '../../shared/stores/run.ts';
import { Button } from '../../shared/ui/button.tsx';
import type { AttemptKey } from './log-session.ts';
import { PositionBar } from './position-bar.tsx';
import { SearchBar } from './search-bar.tsx';
import styles from './terminal.module.css';
import { TerminalTools } from './terminal-tools.tsx';
import { TimeGutter } from './time-gutter.tsx';
import { typeInto } from './typing.ts';
import { useLog } from './use-log.ts';
import { useReveal } from './use-reveal.ts';
import { SETTLED_MS, useSettled } from './use-settled.ts';

interface TerminalViewProps {
  readonly attemptKey: AttemptKey;
  readonly isRunning: boolean;
  /** A process on a pseudo-terminal waits for what is typed. */
  readonly isTyped: boolean;
}

/** The output of one attempt. */
export function TerminalView({ attemptKey, isRunning, isTyped }: TerminalViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const [isSearching, setSearching] = useState(false);
  const [hasTimes, setTimes] = useState(false);
  const moment = useSettled(
    useRun((state) => state.moment?.at ?? null),
    SETTLED_MS,
  );
  const { shown, view } = useLog(host, attemptKey, { keys: { onFind: () => setSearching(true) }, moment });
  useReveal(attemptKey, shown);
  const { from, to, size, isFollowing, isAtEnd, isComplete, isLoading } = view;
  const { runId, stepId, branch, attempt } = attemptKey;
  const log = shown?.log;
  useEffect(() => {
    if (log === undefined || !isTyped) return;
    return typeInto(log, { runId, stepId, branch, attempt });
  }, [log, isTyped, runId, stepId, branch, attempt]);
  const isPart = from > 0 || !isFollowing;
  return (
    <div
      className={styles.output}
      id="terminal-output"
      data-testid="terminal"
      data-complete={isComplete && !isLoading}
      data-times={hasTimes}
    >
      {isPart && moment === null && size > 0 && shown && <PositionBar view={view} session={shown.session} />}
      <div className={styles.screen}>
        {hasTimes && shown && <TimeGutter log={shown.log} />}
        <section
          ref={host}
          className={styles.host}
          aria-label={`Output of ${attemptKey.stepId}, attempt ${attemptKey.attempt}`}
        />
      </div>
      {isTyped && <p className={styles.typed}>Type here: keys go to the step. Shift+Escape leaves the terminal.</p>}
      {to === 0 && isComplete && !isLoading && !isRunning && <p className={styles.silent}>It printed nothing.</p>}
      {shown && (
        <div className={styles.tools}>
          {isSearching ? (
            <SearchBar
              log={shown.log}
              beyond={isPart ? { session: shown.session, key: attemptKey } : null}
              onClose={() => {
                setSearching(false);
                shown.log.terminal.focus();
              }}
            />
          ) : (
            <TerminalTools
              log={shown.log}
              hasTimes={hasTimes}
              onTimes={setTimes}
              onSearch={() => setSearching(true)}
              onSave={() => void save(attemptKey)}
            />
          )}
        </div>
      )}
      {!(isFollowing && isAtEnd) && (
        <Button icon="to-end" className={styles.jump} onClick={() => toEnd(shown, isFollowing)}>
          {isRunning ? 'Follow' : 'To the end'}
        </Button>
      )}
    </div>
  );
}

function toEnd(shown: ReturnType<typeof useLog>['shown'], isFollowing: boolean): void {
  if (isFollowing) shown?.log.terminal.scrollToBottom();
  else shown?.session.toEnd();
}

async function save(key: AttemptKey): Promise<void> {
  try {
    const { path } = await client.logs.save({ key });
    if (path !== null) notify('info', `The output was saved to ${path}`);
  } catch (error) {
    notify('error', failureText(error, 'The output was not saved'));
  }
}
