import { create } from 'zustand';

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly details: readonly string[];
}

interface Notices {
  readonly notices: readonly Notice[];
}

const MOST_SHOWN = 3;
let lastId = 0;

export const useNotices = create<Notices>(() => ({ notices: [] }));

/** Tells the person something that has no better place. Only an `info` leaves by itself. */
export function notify(tone: Notice['tone'], text: string, details: readonly string[] = []): void {
  const notice: Notice = { id: ++lastId, tone, text, details };
  useNotices.setState(({ notices }) => ({
    notices: [...notices.filter((other) => other.text !== text), notice].slice(-MOST_SHOWN),
  }));
}

export const dismissNotice = (id: number): void =>
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
