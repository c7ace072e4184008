import { notify } from '../shared/stores/notices.ts';

/** A bug is shown, with what is known of it, rather than leaving a window that no longer answers. */
export function reportUnexpected(): void {
  addEventListener('error', (event) => report(event.error ?? event.message));
  addEventListener('unhandledrejection', (event) => report(event.reason));
}

function report(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  // Chromium tells of a resize that came too late for the frame as an error; it is none.
  if (text.startsWith('ResizeObserver loop')) return;
  notify('error', `Something went wrong in the window: ${text}`, [
    'Reload the window (Ctrl+R) if it no longer answers.',
  ]);
}
