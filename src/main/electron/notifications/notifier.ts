import type { RunActivity } from '../activity/run-activity.ts';
import { isOurs } from '../activity/unseen-failures.ts';
import { createNoticeGroups } from './grouping.ts';
import { type Notice, type NoticeWishes, noticeOf } from './notice.ts';

interface NotifierParts {
  readonly activity: Pick<RunActivity, 'subscribe'>;
  readonly wishes: () => NoticeWishes;
  /** A person who looks at the window sees it there. */
  readonly isWatched: () => boolean;
  readonly show: (notice: Notice) => void;
}

/** Tells of what happens to runs, grouped. Returns a function that ends it. */
export function notifyOfRuns({ activity, wishes, isWatched, show }: NotifierParts): () => void {
  const groups = createNoticeGroups();
  let timer: NodeJS.Timeout | undefined;

  const showDue = () => {
    timer = undefined;
    for (const notice of groups.due(performance.now())) if (!isWatched()) show(notice);
    wait();
  };
  const wait = () => {
    const due = groups.nextDue();
    if (due !== null) timer ??= setTimeout(showDue, Math.max(0, due - performance.now()) + 1);
  };

  const stop = activity.subscribe((news) => {
    if (!isOurs(news.run) || isWatched()) return;
    const notice = noticeOf(news, wishes());
    if (notice === null) return;
    const shown = groups.offer(notice, performance.now());
    if (shown === null) wait();
    else show(shown);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
