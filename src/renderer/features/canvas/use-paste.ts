import { type ClipboardEvent, useRef } from 'react';
import { paste } from './actions/clipboard.ts';
import { focusCanvas } from './view.ts';

/**
 * Takes steps from the clipboard of the system, whoever put them there. Chromium pastes only into fields: the key moves the focus to
 * one that nobody sees, which hands the text on.
 */
export function usePaste(isEditable: boolean) {
  const field = useRef<HTMLTextAreaElement>(null);
  return {
    catchPaste: (event: { key: string; ctrlKey: boolean; metaKey: boolean }) => {
      if (isEditable && event.key.toLowerCase() === 'v' && (event.ctrlKey || event.metaKey)) field.current?.focus();
    },
    field: {
      ref: field,
      tabIndex: -1,
      'aria-hidden': true,
      className: 'visually-hidden',
      onPaste: (event: ClipboardEvent) => {
        const text = event.clipboardData.getData('text/plain');
        event.preventDefault();
        focusCanvas();
        if (text.trim() !== '') void paste(text);
      },
      // Any other key belongs to the canvas.
      onKeyUp: focusCanvas,
    },
  };
}
