import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { cx } from '../../../shared/ui/class-names.ts';
import { Icon, type IconName } from '../../../shared/ui/icon.tsx';
import popover from '../../../shared/ui/popover.module.css';
import type { Point } from '../layout/geometry.ts';
import styles from './picker.module.css';

export interface Pick {
  readonly id: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly icon: IconName;
  /** Why it cannot be chosen, in words. */
  readonly obstacle?: string | undefined;
}

interface PickListProps {
  readonly label: string;
  readonly placeholder: string;
  readonly picks: readonly Pick[];
  readonly at: Point;
  readonly onPick: (id: string) => void;
  /** While the person moves through the list. */
  readonly onMove?: (id: string) => void;
  readonly onClose: () => void;
}

const MARGIN = 8;
const MOST = 100;

/** A list with a search field: letters narrow it, arrows move in it, Enter chooses. */
export function PickList({ label, placeholder, picks, at, onPick, onMove, onClose }: PickListProps) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const ref = useRef<HTMLDivElement>(null);
  const listId = useId();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = picks
    .filter(({ label: name, detail = '', id }) =>
      words.every((word) => `${name} ${id} ${detail}`.toLowerCase().includes(word)),
    )
    .slice(0, MOST);
  const current = Math.min(active, found.length - 1);
  const currentId = found[current]?.id;

  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(MARGIN, Math.min(at.x, innerWidth - width - MARGIN))}px`;
    element.style.top = `${Math.max(MARGIN, Math.min(at.y, innerHeight - height - MARGIN))}px`;
    element.querySelector('input')?.focus();
    const onToggle = (event: Event) => (event as ToggleEvent).newState === 'closed' && onClose();
    element.addEventListener('toggle', onToggle);
    return () => element.removeEventListener('toggle', onToggle);
  }, [at, onClose]);
  useEffect(() => {
    if (currentId === undefined) return;
    onMove?.(currentId);
    document.getElementById(`${listId}-${currentId}`)?.scrollIntoView({ block: 'nearest' });
  }, [currentId, onMove, listId]);

  const choose = (pick: Pick | undefined) => {
    if (pick === undefined || pick.obstacle !== undefined) return;
    ref.current?.hidePopover();
    onPick(pick.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'ArrowDown') setActive(Math.min(current + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(current - 1, 0));
    else if (event.key === 'Enter') choose(found[current]);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the field inside
    <div ref={ref} popover="auto" className={cx(popover.popover, styles.picker)} onKeyDown={onKeyDown}>
      <input
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={currentId && `${listId}-${currentId}`}
        placeholder={placeholder}
        value={query}
        spellCheck={false}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
      />
      <div id={listId} role="listbox" aria-label={label} className={styles.list}>
        {found.map((pick, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
          <div
            key={pick.id}
            id={`${listId}-${pick.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === current}
            aria-disabled={pick.obstacle !== undefined}
            className={styles.pick}
            onMouseMove={() => i !== current && setActive(i)}
            onClick={() => choose(pick)}
          >
            <Icon name={pick.icon} />
            <span className={styles.name}>{pick.label}</span>
            <span className={styles.detail}>{pick.obstacle ?? pick.detail}</span>
          </div>
        ))}
        {found.length === 0 && <p className={styles.nothing}>Nothing is called that</p>}
      </div>
    </div>
  );
}
