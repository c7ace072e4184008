import type { LogHit } from '../../../../contract/runs.ts';
import { STATUS_WORD } from '../../../shared/status/status.ts';
import { StatusIcon } from '../../../shared/status/status-icon.tsx';
import { revealLine } from '../../../shared/stores/reveal-line.ts';
import { moveFocus } from '../../../shared/ui/move-focus.ts';
import { RelativeTime } from '../../../shared/ui/relative-time.tsx';
import styles from './search.module.css';
import type { HitGroup } from './search-store.ts';

/** What was found, by run and step. Enter or a click opens the run at the line. */
export const HitList = ({ groups }: { readonly groups: readonly HitGroup[] }) => (
  // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only move between the buttons inside
  <div className={styles.results} data-testid="search-results" onKeyDown={moveFocus}>
    {groups.map(({ id, run, hits }) => (
      <section key={id} className={styles.group}>
        <h3>
          <StatusIcon status={run.status} labelled size={14} />
          {run.flowName}
          <code>{hits[0]?.key.stepId}</code>
          <span>
            {(hits[0]?.key.attempt ?? 1) > 1 && `attempt ${hits[0]?.key.attempt}, `}
            {STATUS_WORD[run.status].toLowerCase()} <RelativeTime at={Date.parse(run.createdAt)} />
          </span>
        </h3>
        {hits.map((hit) => (
          <Hit key={`${hit.lineOffset} ${hit.column}`} hit={hit} />
        ))}
      </section>
    ))}
  </div>
);

function Hit({ hit }: { readonly hit: LogHit }) {
  const { line, column, length } = hit;
  return (
    <button type="button" className={styles.hit} onClick={() => void revealLine(hit)}>
      <span className={styles.lineNumber}>{hit.lineNumber.toLocaleString('en')}</span>
      <code className={styles.line}>
        {plain(line.slice(0, column))}
        <mark>{plain(line.slice(column, column + length))}</mark>
        {plain(line.slice(column + length))}
      </code>
    </button>
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what terminals take for orders is not shown
const UNSHOWN = /\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f]/g;
const plain = (text: string): string => text.replace(UNSHOWN, '');
