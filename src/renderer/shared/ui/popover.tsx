import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import styles from './popover.module.css';

interface PopoverProps {
  /** Draws the button that opens it; spread `trigger` on it. */
  readonly renderTrigger: (trigger: PopoverTrigger, isOpen: boolean) => ReactNode;
  readonly label: string;
  readonly side?: 'below' | 'right';
  readonly align?: 'start' | 'end';
  readonly children: (close: () => void) => ReactNode;
}

export interface PopoverTrigger {
  readonly onClick: (event: { readonly currentTarget: HTMLElement }) => void;
  readonly 'aria-expanded': boolean;
  readonly 'aria-haspopup': 'dialog';
}

const GAP = 4;
const MARGIN = 8;

/** What opens beside a button, closes on a click elsewhere or Escape, and gives the focus back. */
export function Popover({ renderTrigger, label, side = 'below', align = 'start', children }: PopoverProps) {
  const [isOpen, setOpen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLElement | null>(null);
  const id = useId();

  useEffect(() => {
    const element = ref.current;
    const trigger = opener.current;
    if (!isOpen || element === null || trigger === null) return;
    element.showPopover();
    place(element, trigger.getBoundingClientRect(), side, align);
    const first = element.querySelector<HTMLElement>('[autofocus], [aria-selected="true"], button, input, select, a');
    first?.focus();
    const onToggle = (event: Event) => {
      if ((event as ToggleEvent).newState !== 'closed') return;
      setOpen(false);
      if (element.contains(document.activeElement) || document.activeElement === document.body) trigger.focus();
    };
    element.addEventListener('toggle', onToggle);
    return () => element.removeEventListener('toggle', onToggle);
  }, [isOpen, side, align]);

  const close = () => ref.current?.hidePopover();
  const trigger: PopoverTrigger = {
    onClick: (event) => {
      opener.current = event.currentTarget;
      if (isOpen) close();
      else setOpen(true);
    },
    'aria-expanded': isOpen,
    'aria-haspopup': 'dialog',
  };

  return (
    <>
      {renderTrigger(trigger, isOpen)}
      {isOpen && (
        <div ref={ref} id={id} popover="auto" role="dialog" aria-label={label} className={styles.popover}>
          {children(close)}
        </div>
      )}
    </>
  );
}

function place(element: HTMLElement, trigger: DOMRect, side: 'below' | 'right', align: 'start' | 'end'): void {
  const { width, height } = element.getBoundingClientRect();
  const wanted =
    side === 'right'
      ? { left: trigger.right + GAP, top: align === 'end' ? trigger.bottom - height : trigger.top }
      : { left: align === 'end' ? trigger.right - width : trigger.left, top: trigger.bottom + GAP };
  const left = Math.max(MARGIN, Math.min(wanted.left, innerWidth - width - MARGIN));
  const top = Math.max(MARGIN, Math.min(wanted.top, innerHeight - height - MARGIN));
  element.style.left = `${left}px`;
  element.style.top = `${top}px`;
}
