import { useEffect, useState } from 'react';
import type { UsageSample } from '../../../../core/run/usage-samples.ts';
import { client } from '../../../shared/client/client.ts';
import { follow } from '../../../shared/client/follow.ts';
import { count, formatBytes } from '../../../shared/format/count.ts';
import { formatElapsed } from '../../../shared/format/duration.ts';
import { useRun, useStep } from '../../../shared/stores/run.ts';
import { Section } from '../parts.tsx';
import styles from './run.module.css';
import { graphPath, type Point, usageFigures } from './usage-figures.ts';

interface AttemptKey {
  readonly runId: string;
  readonly stepId: string;
  readonly branch: string;
  readonly attempt: number;
}

const WIDTH = 240;
const HEIGHT = 32;

/** Processor time and memory of an attempt's processes, as they were sampled. Nothing for one that was over too soon. */
export function Usage({ attemptKey }: { readonly attemptKey: AttemptKey }) {
  const { runId, stepId, branch, attempt } = attemptKey;
  const [samples, setSamples] = useState<readonly UsageSample[]>([]);
  useEffect(() => {
    // Opened again, the stream begins anew.
    let isFirst = true;
    return follow({
      open: (signal) => {
        isFirst = true;
        return client.logs.usage({ key: { runId, stepId, branch, attempt } }, { signal });
      },
      onItem: ({ samples: more }) => {
        const all = isFirst ? more : undefined;
        isFirst = false;
        setSamples((before) => all ?? [...before, ...more]);
      },
      onEnd: () => {},
      onRefused: () => {},
    });
  }, [runId, stepId, branch, attempt]);

  const moment = useRun((state) => state.moment?.at);
  const view = useStep(stepId)?.attempts.find((each) => each.branch === branch && each.attempt === attempt);
  const last = samples.at(-1);
  if (view === undefined || last === undefined) return null;
  const figures = usageFigures(samples, view.startedAt, moment ?? last.at);
  const frame = { from: view.startedAt, to: last.at };
  const [now, memoryNow] = [figures.load.at(-1)?.value ?? 0, figures.memory.at(-1)?.value ?? 0];
  const isRunning = view.status === 'running';
  return (
    <Section title="Processor and memory">
      <div data-testid="usage" data-samples={figures.load.length}>
        <Graph
          label="Processor"
          text={`${isRunning ? `${Math.round(now * 100)} % now, ` : ''}${formatElapsed(figures.cpuMs)} in all`}
          points={figures.load}
          most={Math.max(1, ...figures.load.map(({ value }) => value))}
          {...frame}
        />
        <Graph
          label="Memory"
          text={`${isRunning ? `${formatBytes(memoryNow)} now, ` : ''}${formatBytes(figures.peakMemory)} at most`}
          points={figures.memory}
          most={Math.max(...samples.map(({ memory }) => memory))}
          {...frame}
        />
        <p className={styles.note}>
          Sampled every half second, of {count(figures.mostProcesses, 'process', 'processes')} at most
        </p>
      </div>
    </Section>
  );
}

interface GraphProps {
  readonly label: string;
  readonly text: string;
  readonly points: readonly Point[];
  readonly most: number;
  readonly from: number;
  readonly to: number;
}

function Graph({ label, text, points, most, from, to }: GraphProps) {
  return (
    <figure className={styles.graph}>
      <figcaption>
        <span>{label}</span>
        <span>{text}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={graphPath(points, { from, to, most, width: WIDTH, height: HEIGHT })} />
      </svg>
    </figure>
  );
}
