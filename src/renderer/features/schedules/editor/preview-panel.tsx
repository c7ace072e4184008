import type { LocalOccurrence } from '../../../../contract/schedules.ts';
import { useNow } from '../../../shared/stores/clock.ts';
import { around, differenceOf } from '../../../shared/text/difference.ts';
import { Difference } from '../../../shared/ui/difference.tsx';
import { Prose } from '../../../shared/ui/prose.tsx';
import { dayOfText } from '../calendar/month-days.ts';
import { formatUntil, timeOfWall } from '../format.ts';
import styles from './editor.module.css';
import type { Check } from './use-check.ts';

interface PreviewPanelProps {
  readonly check: Check | null;
  readonly textBefore: string;
  /** Fires at times; else when something happens. */
  readonly isTimed: boolean;
}

/** When it would fire, and what would be written. */
export function PreviewPanel({ check, textBefore, isTimed }: PreviewPanelProps) {
  const described = check?.described;
  const lines = check === null ? [] : around(differenceOf(textBefore, check.text), 2);
  return (
    <aside className={styles.preview} aria-label="Preview">
      <h3 data-testid="trigger-words">
        {described?.words == null ? 'It cannot fire like this' : <Prose text={described.words} />}
      </h3>
      {isTimed && described !== undefined && described.words !== null && (
        <ol className={styles.next} aria-label="Next fires">
          {described.next.map((one) => (
            <NextLine key={one.nominal} occurrence={one} />
          ))}
          {described.next.length < 10 && <li className={styles.end}>and then never again</li>}
        </ol>
      )}
      <h3>{lines.length === 0 ? 'No change yet' : 'What will be written'}</h3>
      {lines.length > 0 && (
        <div data-testid="trigger-yaml">
          <Difference lines={lines} />
        </div>
      )}
    </aside>
  );
}

function NextLine({
  occurrence: { nominal, wall, offset, gap, repeated, movedFrom },
}: {
  readonly occurrence: LocalOccurrence;
}) {
  const now = useNow(1_000);
  const note =
    (gap && `in place of ${timeOfWall(gap.first)}, which the clocks skip`) ||
    (repeated && 'the second time that the clocks show this') ||
    (movedFrom !== null && 'moved from a day left out');
  return (
    <li data-shifted={Boolean(note)} data-tip={note || undefined}>
      <span>{dayFormat.format(dayOfText(wall.slice(0, 10)) * 86_400_000).replace(',', '')}</span>
      <b>{timeOfWall(wall)}</b>
      <span>{offset}</span>
      <span>{formatUntil(nominal, now)}</span>
    </li>
  );
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
