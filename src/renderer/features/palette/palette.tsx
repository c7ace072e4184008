import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { closePalette } from '../../shared/commands/palette.ts';
import { noteUse, useRecent } from '../../shared/commands/recent.ts';
import { count } from '../../shared/format/count.ts';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { candidates } from './candidates.ts';
import { type Found, find } from './find.ts';
import styles from './palette.module.css';

const LIST_ID = 'palette-list';
const optionId = (index: number) => `palette-option-${index}`;

/** Finds commands, flows, steps, runs and settings by a few letters, and does what is chosen. */
export default function Palette() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  // As it was when the palette opened: nothing moves under the hand.
  const [all] = useState(candidates);
  const [recent] = useState(() => useRecent.getState().ids);
  const found = useMemo(() => find(query, all, recent), [query, all, recent]);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    dialog.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  const choose = (entry: Found | undefined) => {
    if (entry === undefined) return;
    // Closed first: what is chosen may ask for something in a dialog of its own, or move the focus.
    dialog.current?.close();
    closePalette();
    if (entry.item.obstacle === undefined) noteUse(entry.item.id);
    void entry.item.choose();
  };
  const move = (to: number) => setChosen(Math.max(0, Math.min(to, found.length - 1)));
  const onKeyDown = (event: KeyboardEvent) => {
    const page = 8;
    if (event.key === 'ArrowDown') move(chosen === found.length - 1 ? 0 : chosen + 1);
    else if (event.key === 'ArrowUp') move(chosen === 0 ? found.length - 1 : chosen - 1);
    else if (event.key === 'PageDown') move(chosen + page);
    else if (event.key === 'PageUp') move(chosen - page);
    else if (event.key === 'Enter') choose(found[chosen]);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label="Command palette"
      onClose={closePalette}
      onPointerDown={(event) => event.target === event.currentTarget && dialog.current?.close()}
    >
      <div className={styles.search}>
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label="Find commands, flows, steps, runs and settings"
          aria-expanded="true"
          aria-controls={LIST_ID}
          aria-autocomplete="list"
          aria-activedescendant={found.length > 0 ? optionId(chosen) : undefined}
          placeholder="Find commands, flows, steps, runs, settings"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={LIST_ID} role="listbox" aria-label="Found" className={styles.list} tabIndex={-1}>
        {found.map((entry, index) => (
          <Option
            key={entry.item.id}
            id={optionId(index)}
            entry={entry}
            isChosen={index === chosen}
            isLastRecent={query === '' && entry.isRecent && found[index + 1]?.isRecent === false}
            onChoose={() => choose(entry)}
          />
        ))}
      </div>
      {found.length === 0 && <p className={styles.nothing}>Nothing is called so. Fewer letters find more.</p>}
      <p role="status" className="visually-hidden">
        {query === '' ? '' : `${count(found.length, 'result')} for ${query}`}
      </p>
    </dialog>
  );
}

interface OptionProps {
  readonly id: string;
  readonly entry: Found;
  readonly isChosen: boolean;
  readonly isLastRecent: boolean;
  readonly onChoose: () => void;
}

function Option({ id, entry: { item, at }, isChosen, isLastRecent, onChoose }: OptionProps) {
  const { label, detail, obstacle, keys, kind, look } = item;
  return (
    // The keys are those of the field, which keeps the focus.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      aria-disabled={obstacle !== undefined}
      className={styles.option}
      data-last-recent={isLastRecent}
      onClick={onChoose}
    >
      {'status' in look ? <StatusIcon status={look.status} /> : <Icon name={look.icon} />}
      <span className={styles.label}>
        <Marked text={label} at={at} />
      </span>
      <span className={styles.detail}>{obstacle ?? detail}</span>
      {keys && <kbd>{keys}</kbd>}
      <span className={styles.kind}>{kind}</span>
    </div>
  );
}

/** The text with the letters that were looked for in bold. */
function Marked({ text, at }: { readonly text: string; readonly at: readonly number[] }) {
  const marked = new Set(at);
  const parts: { text: string; isMarked: boolean; from: number }[] = [];
  for (let index = 0; index < text.length; index++) {
    const last = parts.at(-1);
    const isMarked = marked.has(index);
    if (last?.isMarked === isMarked) last.text += text[index];
    else parts.push({ text: text[index] ?? '', isMarked, from: index });
  }
  return parts.map((part) => (part.isMarked ? <mark key={part.from}>{part.text}</mark> : part.text));
}
