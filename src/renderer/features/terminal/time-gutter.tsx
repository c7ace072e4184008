import { useEffect, useState } from 'react';
import type { LogTerminal } from './create-terminal.ts';
import styles from './terminal.module.css';

interface Row {
  readonly row: number;
  readonly at: number;
}

/** The times at which lines were printed, beside those where a time begins and beside the first one that is seen. */
export function TimeGutter({ log: { terminal, times } }: { readonly log: LogTerminal }) {
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const look = () => {
      const { viewportY } = terminal.buffer.active;
      const seen: Row[] = [];
      for (let row = 0; row < terminal.rows; row++) {
        const time = times.at(viewportY + row);
        if (time !== undefined && (time.isFirst || row === 0)) seen.push({ row, at: time.at });
      }
      setRows(seen);
      const screen = terminal.element?.querySelector('.xterm-screen');
      setHeight((screen?.clientHeight ?? 0) / terminal.rows);
    };
    look();
    const rendering = terminal.onRender(look);
    return () => rendering.dispose();
  }, [terminal, times]);
  return (
    <div className={styles.times} aria-hidden="true" data-testid="terminal-times">
      {rows.map(({ row, at }) => (
        <time key={row} dateTime={new Date(at).toISOString()} style={{ top: row * height, lineHeight: `${height}px` }}>
          {timeFormat.format(at)}
        </time>
      ))}
    </div>
  );
}

const timeFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
