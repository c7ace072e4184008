import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import type { Completions } from '../../../../../core/expression/complete/index.ts';
import { completeAt } from '../../../../../core/flow/complete/index.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { useForm } from '../form.tsx';

type TextElement = HTMLInputElement | HTMLTextAreaElement;

interface Completion {
  readonly id: string;
  readonly open: { readonly completions: Completions; readonly active: number } | null;
  /** Looks at what is before the cursor; `isRequested` offers also where nothing was begun. */
  readonly look: (isRequested?: boolean) => void;
  readonly close: () => void;
  readonly take: (index: number) => void;
  /** True when the key was for the list. */
  readonly onKeyDown: (event: KeyboardEvent<TextElement>) => boolean;
}

/** Completion of the expressions in a text field. */
export function useCompletion(
  path: Path,
  field: RefObject<TextElement | null>,
  type: (text: string) => void,
): Completion {
  const { flow, last } = useForm();
  const id = useId();
  const [open, setOpen] = useState<Completion['open']>(null);

  const look = (isRequested = false) => {
    const element = field.current;
    const cursor = element?.selectionStart;
    if (element === null || cursor == null || cursor !== element.selectionEnd) return setOpen(null);
    const completions = completeAt({ flow, path, last }, element.value, cursor);
    setOpen(completions !== undefined && (completions.isAsked || isRequested) ? { completions, active: 0 } : null);
  };

  const take = (index: number) => {
    const element = field.current;
    const option = open?.completions.options[index];
    if (element === null || open === null || option === undefined) return;
    const { from, to } = open.completions;
    const text = element.value.slice(0, from) + option.insert + element.value.slice(to);
    setOpen(null);
    type(text);
    const cursor = from + (option.cursor ?? option.insert.length);
    // Once the field shows the new text.
    requestAnimationFrame(() => element.setSelectionRange(cursor, cursor));
  };

  const onKeyDown = (event: KeyboardEvent<TextElement>): boolean => {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      look(true);
      return true;
    }
    if (open === null) return false;
    const count = open.completions.options.length;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setOpen({ ...open, active: (open.active + step + count) % count });
    else if (event.key === 'Enter' || event.key === 'Tab') take(open.active);
    else if (event.key === 'Escape') setOpen(null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  return { id, open, look, close: () => setOpen(null), take, onKeyDown };
}
