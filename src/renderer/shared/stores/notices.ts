import { create } from 'zustand';

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly details: readonly string[];
  readonly action: NoticeAction | undefined;
  /** Milliseconds until it leaves by itself, where it is not as usual. */
  readonly stays: number | undefined;
}

/** What a person may want to do about it. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

interface More {
  readonly details?: readonly string[];
  readonly action?: NoticeAction;
  readonly stays?: number;
}

interface Notices {
  readonly notices: readonly Notice[];
}

const MOST_SHOWN = 3;
let lastId = 0;

export const useNotices = create<Notices>(() => ({ notices: [] }));

/** Tells the person something that has no better place. Only an `info` without an action leaves by itself. Returns its id. */
export function notify(tone: Notice['tone'], text: string, more: readonly string[] | More = {}): number {
  const { details = [], action, stays }: More = isList(more) ? { details: more } : more;
  const notice: Notice = { id: ++lastId, tone, text, details, action, stays };
  useNotices.setState(({ notices }) => ({
    notices: [...notices.filter((other) => other.text !== text), notice].slice(-MOST_SHOWN),
  }));
  return notice.id;
}

const isList = (more: readonly string[] | More): more is readonly string[] => Array.isArray(more);

export const dismissNotice = (id: number): void =>
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
