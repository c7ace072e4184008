import { useEffect, useRef, useState } from 'react';
import type { LogSource } from '../../../contract/logs.ts';
import { client } from '../../shared/client/client.ts';
import { follow } from '../../shared/client/follow.ts';
import { formatBytes } from '../../shared/format/count.ts';
import { useRun } from '../../shared/stores/run.ts';
import { Button } from '../../shared/ui/button.tsx';
import { createTerminal, type LogTerminal } from './create-terminal.ts';
import { createLogWriter } from './log-writer.ts';
import { createMergedLines, type MergedText } from './merged-lines.ts';
import { SearchBar } from './search-bar.tsx';
import styles from './terminal.module.css';
import { TerminalTools } from './terminal-tools.tsx';
import { TimeGutter } from './time-gutter.tsx';
import { useTheme } from './use-log.ts';
import { SETTLED_MS, useSettled } from './use-settled.ts';

/** What all steps of a run printed, in the order of time, each line with the name of its step. */
export function MergedView({ runId }: { readonly runId: string }) {
  const host = useRef<HTMLDivElement>(null);
  const [isSearching, setSearching] = useState(false);
  const [hasTimes, setTimes] = useState(false);
  const moment = useSettled(
    useRun((state) => state.moment?.at ?? null),
    SETTLED_MS,
  );
  const { log, skipped, isComplete, isEmpty } = useMerged(host, runId, moment, () => setSearching(true));
  useTheme(log);
  return (
    <div className={styles.output} data-testid="terminal" data-complete={isComplete} data-times={hasTimes}>
      {skipped > 0 && (
        <p className={styles.notice}>
          {formatBytes(skipped)} at the beginnings of long outputs are left out here: each step has all of its own.
        </p>
      )}
      <div className={styles.screen}>
        {hasTimes && log && <TimeGutter log={log} />}
        <section ref={host} className={styles.host} aria-label="Output of the whole run" />
      </div>
      {isEmpty && isComplete && <p className={styles.silent}>No step printed anything.</p>}
      {log && (
        <div className={styles.tools}>
          {isSearching ? (
            <SearchBar
              log={log}
              beyond={null}
              onClose={() => {
                setSearching(false);
                log.terminal.focus();
              }}
            />
          ) : (
            <TerminalTools log={log} hasTimes={hasTimes} onTimes={setTimes} onSearch={() => setSearching(true)} />
          )}
        </div>
      )}
      <FollowButton log={log} isComplete={isComplete} />
    </div>
  );
}

function FollowButton({ log, isComplete }: { readonly log: LogTerminal | undefined; readonly isComplete: boolean }) {
  const [isAtEnd, setAtEnd] = useState(true);
  useEffect(() => {
    const rendering = log?.terminal.onRender(() => {
      const { viewportY, baseY } = log.terminal.buffer.active;
      setAtEnd(viewportY >= baseY);
    });
    return () => rendering?.dispose();
  }, [log]);
  if (isAtEnd) return null;
  return (
    <Button icon="to-end" className={styles.jump} onClick={() => log?.terminal.scrollToBottom()}>
      {isComplete ? 'To the end' : 'Follow'}
    </Button>
  );
}

/** Attempts after the first, and what runs in place of a step, are named; the usual one goes without. */
function nameOf({ stepId, branch, attempt }: LogSource): string {
  const which = [...(branch === 'body' ? [] : [branch]), ...(attempt === 1 ? [] : [`#${attempt}`])];
  return [stepId, ...which].join(' ');
}

interface Merged {
  readonly log: LogTerminal | undefined;
  readonly skipped: number;
  readonly isEmpty: boolean;
  readonly isComplete: boolean;
}

const NOTHING: Merged = { log: undefined, skipped: 0, isEmpty: true, isComplete: false };

function useMerged(
  host: React.RefObject<HTMLElement | null>,
  runId: string,
  moment: number | null,
  onFind: () => void,
): Merged {
  const [merged, setMerged] = useState<Merged>(NOTHING);
  const find = useRef(onFind);
  find.current = onFind;
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const log = createTerminal(element, { runId, onFind: () => find.current() });
    const writer = createLogWriter(log.terminal, log.times);
    const change = (part: Partial<Merged>) => setMerged((before) => ({ ...before, ...part }));
    setMerged({ ...NOTHING, log });
    let lines = createMergedLines(nameOf);
    let skipped = 0;
    const put = (texts: readonly MergedText[]) => {
      const seen = moment === null ? texts : texts.filter(({ at }) => at <= moment);
      if (seen.length === 0) return;
      writer.write(seen.map(({ text, at, stream }) => ({ offset: 0, bytes: text, at, stream })));
      change({ isEmpty: false });
    };
    const stop = follow({
      open: (signal) => {
        // It begins anew each time it is opened.
        writer.reset();
        lines = createMergedLines(nameOf);
        skipped = 0;
        return client.logs.merged({ runId }, { signal });
      },
      onItem: (item) => {
        skipped += item.skipped;
        if (item.skipped > 0) change({ skipped });
        put(lines.add(item));
      },
      onEnd: () => {
        put(lines.end());
        change({ isComplete: true });
      },
      onRefused: () => change({ isComplete: true }),
    });
    return () => {
      stop();
      log.dispose();
    };
  }, [host, runId, moment]);
  return merged;
}
