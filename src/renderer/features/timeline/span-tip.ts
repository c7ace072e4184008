import { count } from '../../shared/format/count.ts';
import { formatAxisTime, formatElapsed } from '../../shared/format/duration.ts';
import { formatClock } from '../../shared/format/time.ts';
import type { BarSpan } from './bar-geometry.ts';

const WAITS: Readonly<Record<string, string>> = {
  retry: 'Waits for the next attempt',
  repeat: 'Waits for the next round',
  delay: 'Waits for its delay',
  approval: 'Waits for a person',
  breakpoint: 'Halted at a breakpoint',
  lock: 'Waits for a lock',
  'flow-need': 'Waits for another flow',
};

/** What a bar says under the mouse: `Attempt 2, failed, 1.2 s` and from when to when. */
export function spanTip(span: BarSpan, origin: number, now: number): string {
  const length = formatElapsed((span.to ?? now) - span.from);
  const from = formatAxisTime(span.from - origin, 1);
  const to = span.to === undefined ? 'now' : formatAxisTime(span.to - origin, 1);
  return `${title(span)}, ${length}\n${from} to ${to}\nat ${formatClock(span.from, span.from)}`;
}

function title(span: BarSpan): string {
  switch (span.kind) {
    case 'attempt': {
      const branch = span.branch === 'body' ? '' : ` of ${span.branch}`;
      return `Attempt ${span.attempt}${branch}, ${span.status.replace('-', ' ')}`;
    }
    case 'wait':
      return WAITS[waitKind(span.reason)] ?? 'Waits';
    case 'queue':
      return 'Queued: as many steps run as the flow allows';
    case 'whole':
      return 'From first to last';
    case 'many': {
      const failed = span.failed === 0 ? '' : `, ${span.failed} without success`;
      return `${count(span.attempts, 'attempt')}${failed}: zoom in to tell them apart`;
    }
  }
}

/** The kind of wait without what it names. */
export const waitKind = (reason: string): string => reason.split(':')[0] ?? reason;
