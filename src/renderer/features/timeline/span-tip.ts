import { formatAxisTime, formatElapsed } from '../../shared/format/duration.ts';
import type { Span } from '../../shared/run/spans.ts';
import type { WholeSpan } from './bar-geometry.ts';

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
export function spanTip(span: Span | WholeSpan, origin: number, now: number): string {
  const length = formatElapsed((span.to ?? now) - span.from);
  const from = formatAxisTime(span.from - origin, 1);
  const to = span.to === undefined ? 'now' : formatAxisTime(span.to - origin, 1);
  return `${title(span)}, ${length}\n${from} to ${to}`;
}

function title(span: Span | WholeSpan): string {
  switch (span.kind) {
    case 'attempt': {
      const branch = span.branch === 'body' ? '' : ` of ${span.branch}`;
      return `Attempt ${span.attempt}${branch}, ${span.status.replace('-', ' ')}`;
    }
    case 'wait':
      return WAITS[span.reason.split(':')[0] ?? ''] ?? 'Waits';
    case 'queue':
      return 'Queued: as many steps run as the flow allows';
    case 'whole':
      return 'From first to last';
  }
}
