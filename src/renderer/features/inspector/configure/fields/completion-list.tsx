import { type RefObject, useEffect, useRef } from 'react';
import type { Completions } from '../../../../../core/expression/complete/index.ts';
import styles from '../configure.module.css';
import { shownValue } from './shown-value.ts';

interface CompletionListProps {
  readonly id: string;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly completions: Completions;
  readonly active: number;
  readonly onTake: (index: number) => void;
}

const MARGIN = 8;

/** What may be written at the cursor, below the field that is typed into; the focus stays there. */
export function CompletionList({ id, anchor, completions, active, onTake }: CompletionListProps) {
  const ref = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = ref.current;
    const target = anchor.current;
    if (element === null || target === null) return;
    element.showPopover();
    const { left, bottom, top, width } = target.getBoundingClientRect();
    element.style.minWidth = `${width}px`;
    const { height, width: own } = element.getBoundingClientRect();
    const isBelow = bottom + height + MARGIN <= innerHeight;
    element.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - own - MARGIN))}px`;
    element.style.top = `${isBelow ? bottom + 2 : Math.max(MARGIN, top - height - 2)}px`;
  }, [anchor]);

  useEffect(() => {
    ref.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  return (
    <div ref={ref} id={id} popover="manual" role="listbox" aria-label="Completions" className={styles.completions}>
      {completions.options.map(({ label, detail, value, kind }, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are taken by the field
        <div
          key={label}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          data-kind={kind}
          // The field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(index)}
        >
          <code>{label}</code>
          <span>{value === undefined ? detail : shownValue(value)}</span>
        </div>
      ))}
    </div>
  );
}
