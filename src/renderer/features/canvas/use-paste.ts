import type { ClipboardEvent } from 'react';
import { paste } from './actions/clipboard.ts';

/** Takes steps from the clipboard of the system, whoever put them there. */
export function pasteText(event: ClipboardEvent<HTMLElement>, isEditable: boolean): void {
  const isField = event.target instanceof HTMLElement && event.target.matches('input, textarea, [contenteditable]');
  const text = event.clipboardData.getData('text/plain');
  if (isField || !isEditable || text.trim() === '') return;
  event.preventDefault();
  void paste(text);
}
