import { count, formatBytes } from '../../../shared/format/count.ts';
import { Button, IconButton } from '../../../shared/ui/button.tsx';
import { EmptyState } from '../../../shared/ui/empty-state.tsx';
import { isEverything } from '../list/filter.ts';
import { useRunList } from '../list/list-store.ts';
import { HitList } from './hit-list.tsx';
import styles from './search.module.css';
import { changeSearch, searchLogs, stopSearch, useLogSearch } from './search-store.ts';

/** Text in the logs of many runs, newest first, shown as it is found. */
export function LogSearchPanel() {
  const { text, regex, caseSensitive, withinList, phase, problem, groups } = useLogSearch();
  const isFiltered = useRunList((state) => !isEverything(state.choice));
  const isSearching = phase === 'searching';
  return (
    <>
      <form
        className={styles.bar}
        onSubmit={(event) => {
          event.preventDefault();
          void searchLogs();
        }}
      >
        <input
          // biome-ignore lint/a11y/noAutofocus: whoever comes here wants to type
          autoFocus
          type="search"
          className={styles.text}
          aria-label="Search in the logs of all runs"
          placeholder={regex ? 'Regular expression' : 'Text'}
          spellCheck={false}
          maxLength={1_000}
          value={text}
          onChange={(event) => changeSearch({ text: event.target.value })}
        />
        <IconButton
          icon="match-case"
          label="Match case"
          aria-pressed={caseSensitive}
          onClick={() => changeSearch({ caseSensitive: !caseSensitive })}
        />
        <IconButton
          icon="regex"
          label="Regular expression"
          aria-pressed={regex}
          onClick={() => changeSearch({ regex: !regex })}
        />
        {isFiltered && (
          <label className={styles.within}>
            <input
              type="checkbox"
              checked={withinList}
              onChange={(event) => changeSearch({ withinList: event.target.checked })}
            />
            Only runs that the list is filtered to
          </label>
        )}
        {isSearching ? (
          <Button icon="stop" onClick={stopSearch}>
            Stop
          </Button>
        ) : (
          <Button type="submit" icon="search" look="primary" aria-disabled={text === ''}>
            Search
          </Button>
        )}
        <ProgressWords />
      </form>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {groups.length > 0 ? (
        <HitList groups={groups} />
      ) : (
        phase === 'none' && (
          <EmptyState icon="log-search" title="Search what runs printed">
            Every step's output is kept with its run. A result opens the run at that line.
          </EmptyState>
        )
      )}
      {groups.length === 0 && phase === 'done' && <EmptyState icon="search" title="Nothing found" />}
    </>
  );
}

function ProgressWords() {
  const { phase, hits, progress, isLimited } = useLogSearch();
  if (phase === 'none' || phase === 'failed') return null;
  const { searchedRuns, searchedBytes, totalRuns } = progress;
  const part = totalRuns === 0 ? 1 : searchedRuns / totalRuns;
  return (
    <div className={styles.progress} data-phase={phase} data-testid="search-progress">
      <span role="status">
        {isLimited ? `The first ${count(hits, 'match', 'matches')}` : count(hits, 'match', 'matches')} in{' '}
        {searchedRuns.toLocaleString('en')} of {count(totalRuns, 'run')}, {formatBytes(searchedBytes)}
        {phase === 'stopped' && ', stopped'}
      </span>
      {phase === 'searching' && <progress max={1} value={part} aria-label="Searched" />}
    </div>
  );
}
