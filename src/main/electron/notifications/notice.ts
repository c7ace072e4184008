import { explainRun } from '../../../core/run/explain.ts';
import type { RunNews } from '../activity/run-activity.ts';

/** Something that a person who does not look at the window should know. */
export interface Notice {
  readonly kind: 'failure' | 'approval' | 'success';
  readonly runId: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly title: string;
  readonly body: string;
}

export interface NoticeWishes {
  readonly notifyFailures: boolean;
  readonly notifyApprovals: boolean;
  readonly notifySuccesses: boolean;
}

const WISH = { failure: 'notifyFailures', approval: 'notifyApprovals', success: 'notifySuccesses' } as const;

/** What a person is told of the news, if anything. */
export function noticeOf(news: RunNews, wishes: NoticeWishes): Notice | null {
  const notice = anyNoticeOf(news);
  return notice !== null && wishes[WISH[notice.kind]] ? notice : null;
}

function anyNoticeOf(news: RunNews): Notice | null {
  const { runId, flowId, flowName } = news.run;
  const flow = { runId, flowId, flowName };
  switch (news.type) {
    case 'changed':
      return null;
    case 'asked': {
      const { message, stepId } = news.event;
      const body = message.trim() === '' ? `\`${stepId}\` asks a person.` : message;
      return { kind: 'approval', ...flow, title: `${flowName} waits for approval`, body };
    }
    case 'finished': {
      const { status, reason, failed, handlersFailed = false } = news.event;
      const body = `${explainRun({ status, reason, failed, handlersFailed })}.`;
      if (status === 'failed') return { kind: 'failure', ...flow, title: `${flowName} failed`, body };
      if (handlersFailed) return { kind: 'failure', ...flow, title: `${flowName}: a handler failed`, body };
      return status === 'succeeded' ? { kind: 'success', ...flow, title: `${flowName} succeeded`, body } : null;
    }
  }
}

/** One notice for several of a kind that came close together: the last of them, with how many there were. */
export function summaryOf(latest: Notice, count: number): Notice {
  if (count === 1) return latest;
  const { flowName } = latest;
  const titles = {
    failure: `${flowName} failed ${count} more times`,
    approval: `${flowName} waits for ${count} more approvals`,
    success: `${flowName} succeeded ${count} more times`,
  } as const;
  return { ...latest, title: titles[latest.kind], body: `The last one: ${latest.body}` };
}
