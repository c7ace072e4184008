import { type KeyboardEvent, useEffect, useState } from 'react';
import { count } from '../../shared/format/count.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import type { LogTerminal } from './create-terminal.ts';
import { createDiskSearch, type SearchTerm } from './disk-search.ts';
import type { AttemptKey, LogSession } from './log-session.ts';
import styles from './terminal.module.css';
import { terminalColors } from './terminal-theme.ts';

interface SearchBarProps {
  readonly log: LogTerminal;
  /** Where the rest of a log is looked through that the terminal holds a part of; null for one that is all there. */
  readonly beyond: { readonly session: LogSession; readonly key: AttemptKey } | null;
  readonly onClose: () => void;
}

/** Finds text in the output, all matches in sight marked. Enter goes on, with Shift back. */
export function SearchBar({ log, beyond, onClose }: SearchBarProps) {
  const [term, setTerm] = useState<SearchTerm>({ text: '', regex: false, caseSensitive: false });
  // Which way is chosen once: the log of a live run grows beyond the terminal while somebody searches it.
  const [way] = useState(beyond);
  const here = useTerminalSearch(log);
  const onDisk = useDiskSearch(log, way, here);
  const { find, words } = way === null ? here : onDisk;

  const change = (part: Partial<SearchTerm>) => {
    const next = { ...term, ...part };
    setTerm(next);
    find(next, 'new');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') find(term, event.shiftKey ? 'back' : 'on');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <search className={styles.search}>
      <input
        // biome-ignore lint/a11y/noAutofocus: it opens because somebody wants to type into it
        autoFocus
        type="text"
        aria-label="Search in the output"
        placeholder={way === null ? 'Search' : 'Search the whole log'}
        spellCheck={false}
        value={term.text}
        onChange={(event) => change({ text: event.target.value })}
        onKeyDown={onKeyDown}
      />
      <Toggle
        text="Aa"
        label="Match case"
        isOn={term.caseSensitive}
        onToggle={(caseSensitive) => change({ caseSensitive })}
      />
      <Toggle text=".*" label="Regular expression" isOn={term.regex} onToggle={(regex) => change({ regex })} />
      <span role="status">{term.text === '' ? '' : words}</span>
      <IconButton
        icon="chevron-up"
        label="Previous match"
        shortcut={{ key: 'Enter', shift: true }}
        onClick={() => find(term, 'back')}
      />
      <IconButton icon="chevron-down" label="Next match" shortcut={{ key: 'Enter' }} onClick={() => find(term, 'on')} />
      <IconButton icon="close" label="Close the search" onClick={onClose} />
    </search>
  );
}

interface ToggleProps {
  readonly text: string;
  readonly label: string;
  readonly isOn: boolean;
  readonly onToggle: (isOn: boolean) => void;
}

const Toggle = ({ text, label, isOn, onToggle }: ToggleProps) => (
  <button
    type="button"
    className={styles.toggle}
    aria-pressed={isOn}
    aria-label={label}
    data-tip={label}
    onClick={() => onToggle(!isOn)}
  >
    {text}
  </button>
);

type Direction = 'new' | 'on' | 'back';

interface Search {
  readonly find: (term: SearchTerm, direction: Direction) => void;
  readonly words: string;
}

/** In what the terminal holds. */
function useTerminalSearch({ search, terminal }: LogTerminal): Search {
  const [found, setFound] = useState({ index: -1, count: 0 });
  useEffect(() => {
    const listening = search.onDidChangeResults(({ resultIndex, resultCount }) =>
      setFound({ index: resultIndex, count: resultCount }),
    );
    return () => {
      listening.dispose();
      search.clearDecorations();
      terminal.clearSelection();
    };
  }, [search, terminal]);

  const find = ({ text, regex, caseSensitive }: SearchTerm, direction: Direction) => {
    if (text === '' || (regex && !isPattern(text))) {
      search.clearDecorations();
      setFound({ index: -1, count: 0 });
      return;
    }
    const { match, activeMatch } = terminalColors();
    const decorations = {
      matchBackground: match,
      activeMatchBackground: activeMatch,
      matchOverviewRuler: match,
      activeMatchColorOverviewRuler: activeMatch,
    };
    const options = { decorations, regex, caseSensitive, incremental: direction === 'new' };
    if (direction === 'back') search.findPrevious(text, options);
    else search.findNext(text, options);
  };
  const { index, count } = found;
  return { find, words: count === 0 ? 'None' : index < 0 ? `${count}` : `${index + 1} of ${count}` };
}

/** In the whole log on disk, line by line; what is jumped to is marked as in a small one. */
function useDiskSearch({ terminal }: LogTerminal, way: SearchBarProps['beyond'], here: Search): Search {
  const [search] = useState(() => (way === null ? null : createDiskSearch(way.key)));
  const [index, setIndex] = useState(-1);
  useEffect(() => () => search?.cancel(), [search]);
  const state = search?.use() ?? null;

  const jump = async (to: number, term: SearchTerm) => {
    const line = search?.use.getState().lines[to];
    if (line === undefined || way === null) return;
    setIndex(to);
    const row = await way.session.show(line.offset, 'middle');
    if (row === null) return;
    // The search goes on behind what is selected.
    if (row === 0) terminal.clearSelection();
    else terminal.select(terminal.cols - 1, row - 1, 1);
    here.find(term, 'on');
  };

  const find = (term: SearchTerm, direction: Direction) => {
    if (search === null) return;
    if (direction === 'new') {
      setIndex(-1);
      search.start(term);
      return;
    }
    const { lines } = search.use.getState();
    if (lines.length === 0) return;
    const next = index < 0 && direction === 'back' ? lines.length - 1 : index + (direction === 'back' ? -1 : 1);
    void jump((next + lines.length) % lines.length, term);
  };
  return { find, words: state === null ? '' : wordsOf(state, index) };
}

function wordsOf(
  state: { readonly lines: readonly unknown[]; progress: number | null; isCut: boolean; problem: string | null },
  index: number,
): string {
  const { lines, progress, isCut, problem } = state;
  if (problem !== null) return problem;
  const isLooking = progress !== null && progress < 1;
  const percent = isLooking ? ` · ${Math.floor((progress ?? 0) * 100)} %` : '';
  if (lines.length === 0) return isLooking ? `Searching${percent}` : 'None';
  const more = isCut ? ' and more' : '';
  if (index < 0) return `${count(lines.length, 'line')}${more}${percent}`;
  return `${index + 1} of ${count(lines.length, 'line')}${more}${percent}`;
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'u'));
  } catch {
    return false;
  }
}
