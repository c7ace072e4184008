import { type KeyboardEvent, useEffect, useState } from 'react';
import { IconButton } from '../../shared/ui/button.tsx';
import type { LogTerminal } from './create-terminal.ts';
import styles from './terminal.module.css';
import { terminalColors } from './terminal-theme.ts';

interface SearchBarProps {
  readonly log: LogTerminal;
  readonly onClose: () => void;
}

/** Finds text in what the terminal holds, all matches marked. Enter goes on, with Shift back. */
export function SearchBar({ log: { terminal, search }, onClose }: SearchBarProps) {
  const [term, setTerm] = useState('');
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

  const find = (text: string, isBack = false, incremental = false) => {
    if (text === '') {
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
    if (isBack) search.findPrevious(text, { decorations });
    else search.findNext(text, { decorations, incremental });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') find(term, event.shiftKey);
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
        placeholder="Search"
        spellCheck={false}
        value={term}
        onChange={(event) => {
          setTerm(event.target.value);
          find(event.target.value, false, true);
        }}
        onKeyDown={onKeyDown}
      />
      <span role="status">{term === '' ? '' : countText(found)}</span>
      <IconButton
        icon="chevron-up"
        label="Previous match"
        shortcut={{ key: 'Enter', shift: true }}
        onClick={() => find(term, true)}
      />
      <IconButton icon="chevron-down" label="Next match" shortcut={{ key: 'Enter' }} onClick={() => find(term)} />
      <IconButton icon="close" label="Close the search" onClick={onClose} />
    </search>
  );
}

function countText({ index, count }: { readonly index: number; readonly count: number }): string {
  if (count === 0) return 'None';
  return index < 0 ? `${count}` : `${index + 1} of ${count}`;
}
