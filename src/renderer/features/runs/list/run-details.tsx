import type { ReactNode } from 'react';
import type { RunRow } from '../../../../contract/models.ts';
import { CommandButton } from '../../../shared/commands/command-button.tsx';
import { count } from '../../../shared/format/count.ts';
import { STATUS_WORD } from '../../../shared/status/status.ts';
import { StatusIcon } from '../../../shared/status/status-icon.tsx';
import { changeLayout, useLayout } from '../../../shared/stores/layout.ts';
import { Elapsed } from '../../../shared/ui/elapsed.tsx';
import { Instant } from '../../../shared/ui/instant.tsx';
import { Splitter } from '../../../shared/ui/splitter.tsx';
import { showStatistics } from '../flows/statistics-store.ts';
import { triggerWord } from '../trigger-word.ts';
import { canCancel } from './actions.ts';
import styles from './list.module.css';
import { selectedRuns, useRunList } from './list-store.ts';

/** What is known of the run at the cursor, or what can be done with several. */
export function RunDetails() {
  const width = useLayout((state) => state.runDetailsWidth);
  const { rows, selection } = useRunList();
  const run = rows.find(({ id }) => id === selection.cursor);
  const several = selection.selected.size > 1;
  if (run === undefined && !several) return null;
  return (
    <aside className={styles.details} style={{ width }} aria-label="Details" data-scope="run-list">
      <div className={styles.detailsContent}>{several ? <Several /> : run && <One run={run} />}</div>
      <Splitter
        label="Resize the details"
        edge="left"
        size={width}
        min={240}
        max={560}
        onResize={(size) => changeLayout({ runDetailsWidth: size })}
        onCollapse={() => changeLayout({ runDetailsWidth: 240 })}
      />
    </aside>
  );
}

function Several() {
  const runs = selectedRuns();
  const live = runs.filter(canCancel).length;
  return (
    <>
      <h2>{count(runs.length, 'run')} selected</h2>
      <p className={styles.hint}>
        {[...Map.groupBy(runs, ({ status }) => status)]
          .map(([status, some]) => `${some.length} ${STATUS_WORD[status].toLowerCase()}`)
          .join(', ')}
      </p>
      <div className={styles.actions}>
        {live > 0 && <CommandButton command="runs.cancel">Cancel {live}</CommandButton>}
        {runs.length === 2 && <CommandButton command="runs.compare">Compare</CommandButton>}
        <CommandButton command="runs.pin">{runs.every(({ pinned }) => pinned) ? 'Unpin' : 'Pin'}</CommandButton>
        <CommandButton command="runs.delete">Delete</CommandButton>
      </div>
    </>
  );
}

function One({ run }: { readonly run: RunRow }) {
  const { counts } = run;
  return (
    <>
      <h2>
        <StatusIcon status={run.status} /> {run.flowName}
      </h2>
      <div className={styles.actions}>
        <CommandButton command="runs.open" look="primary">
          Open
        </CommandButton>
        {canCancel(run) && <CommandButton command="runs.cancel">Cancel</CommandButton>}
        <CommandButton command="runs.pin">{run.pinned ? 'Unpin' : 'Pin'}</CommandButton>
        {run.finishedAt !== null && <CommandButton command="runs.delete">Delete</CommandButton>}
      </div>
      <dl className={styles.facts}>
        <Fact name="Status">{STATUS_WORD[run.status]}</Fact>
        {run.startedAt !== null && (
          <Fact name="Took">
            <Elapsed
              from={Date.parse(run.startedAt)}
              to={run.finishedAt === null ? undefined : Date.parse(run.finishedAt)}
            />
          </Fact>
        )}
        <Fact name="Began">
          <Instant at={Date.parse(run.startedAt ?? run.createdAt)} />
        </Fact>
        {run.finishedAt !== null && (
          <Fact name="Ended">
            <Instant at={Date.parse(run.finishedAt)} />
          </Fact>
        )}
        <Fact name="Started">{triggerWord(run.trigger)}</Fact>
        <Fact name="Steps">
          {run.finishedAt === null
            ? run.stepCount
            : (['succeeded', 'failed', 'skipped', 'cancelled'] as const)
                .filter((status) => counts[status] > 0)
                .map((status) => `${counts[status]} ${STATUS_WORD[status].toLowerCase()}`)
                .join(', ')}
        </Fact>
        {run.labels.length > 0 && <Fact name="Labels">{run.labels.join(', ')}</Fact>}
        {run.rerunOf !== null && (
          <Fact name="Rerun of">
            <code>{run.rerunOf}</code>
          </Fact>
        )}
        <Fact name="Run">
          <code>{run.id}</code>
        </Fact>
        <Fact name="File">
          <span data-tip={`${run.workspace}/${run.file}`}>{run.file}</span>
        </Fact>
      </dl>
      <button type="button" className={styles.link} onClick={() => showStatistics(run.flowId)}>
        How runs of this flow went
      </button>
    </>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
