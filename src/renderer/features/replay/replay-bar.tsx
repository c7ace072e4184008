import { CommandIconButton } from '../../shared/commands/command-button.tsx';
import { formatAxisTime } from '../../shared/format/duration.ts';
import { formatClock } from '../../shared/format/time.ts';
import { useNow } from '../../shared/stores/clock.ts';
import { replayRange, SPEEDS, type Speed, setSpeed, useReplay } from '../../shared/stores/replay.ts';
import { runHistory, useRun } from '../../shared/stores/run.ts';
import { REPLAY_SCOPE } from './commands.ts';
import { eventWords } from './event-words.ts';
import styles from './replay.module.css';
import { Scrubber } from './scrubber.tsx';

/** Over the panels of a run whose past is looked at: where the replay stands, and all that moves it. */
export function ReplayBar() {
  const moment = useRun((state) => state.moment);
  const latest = useRun((state) => state.latest);
  const isPlaying = useReplay((state) => state.isPlaying);
  const now = useNow(250, moment !== null && latest?.finishedAt === undefined);
  const range = moment === null ? undefined : replayRange(now);
  if (moment === null || latest === undefined || range === undefined) return null;
  const history = runHistory();
  const event = history?.event(moment.seq);
  const origin = latest.startedAt ?? latest.createdAt;
  const elapsed = formatAxisTime(Math.max(0, moment.at - origin), 1);
  const clock = formatClock(moment.at, moment.at);
  return (
    <section className={styles.bar} aria-label="Replay" data-scope={REPLAY_SCOPE} data-testid="replay">
      <CommandIconButton command="replay.back" />
      <CommandIconButton command="replay.play" icon={isPlaying ? 'pause' : 'play'} />
      <CommandIconButton command="replay.forward" />
      <SpeedChoice />
      <Scrubber at={moment.at} range={range} text={`${elapsed}, at ${clock}`} />
      <div className={styles.where}>
        <output className={styles.time} data-testid="replay-time" data-tip={`At ${clock}`}>
          {elapsed}
        </output>
        <span className={styles.event} data-testid="replay-event" data-seq={moment.seq}>
          <span className={styles.number}>
            {moment.seq}/{history?.length}
          </span>
          {event === undefined ? '' : eventWords(event)}
        </span>
      </div>
      <CommandIconButton command="replay.toggle" icon="close" />
    </section>
  );
}

function SpeedChoice() {
  const speed = useReplay((state) => state.speed);
  return (
    <select
      className={styles.speed}
      aria-label="Speed of the replay"
      value={speed}
      onChange={(event) => setSpeed(Number(event.target.value) as Speed)}
    >
      {SPEEDS.map((each) => (
        <option key={each} value={each}>
          {each}×
        </option>
      ))}
    </select>
  );
}
