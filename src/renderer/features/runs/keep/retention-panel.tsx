import { useEffect, useState } from 'react';
import type { RetentionLimits, RetentionPreview } from '../../../../contract/runs.ts';
import { client } from '../../../shared/client/client.ts';
import { count, formatBytes } from '../../../shared/format/count.ts';
import { failureText } from '../../../shared/stores/failure.ts';
import { notify } from '../../../shared/stores/notices.ts';
import { changeSettings, useSettings } from '../../../shared/stores/settings.ts';
import { Button } from '../../../shared/ui/button.tsx';
import styles from './keep.module.css';
import { NumberField } from './number-field.tsx';
import { usePreview } from './use-preview.ts';

const KEYS = ['keepRuns', 'keepDays', 'keepLogMegabytes', 'keepFailedRuns'] as const;

/** Which runs stay. What is typed is only looked at until it is kept: the preview says what would go. */
export function RetentionPanel() {
  const settings = useSettings((state) => state.settings);
  const kept: RetentionLimits = {
    keepRuns: settings.keepRuns,
    keepDays: settings.keepDays,
    keepLogMegabytes: settings.keepLogMegabytes,
    keepFailedRuns: settings.keepFailedRuns,
  };
  const [draft, setDraft] = useState(kept);
  const [version, setVersion] = useState(0);
  const isChanged = KEYS.some((key) => draft[key] !== kept[key]);
  const { preview, problem } = usePreview(draft, version);
  const set = (change: Partial<RetentionLimits>) => setDraft((before) => ({ ...before, ...change }));
  const keptText = JSON.stringify(kept);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was kept elsewhere, as in the file, takes the place of the draft
  useEffect(() => setDraft(kept), [keptText]);

  const apply = async () => {
    try {
      await changeSettings(draft);
      const { removed } = await client.retention.apply();
      notify('info', removed === 0 ? 'Nothing had to be cleared away' : `${count(removed, 'run')} cleared away`);
      setVersion((before) => before + 1);
    } catch (error) {
      notify('error', failureText(error, 'Old runs were not cleared away'));
    }
  };

  return (
    <form
      className={styles.keep}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <p className={styles.intro}>
        Runs that are over these limits are cleared away every hour, with their logs, by the app and by the daemon. The
        last run of each flow, runs that have not ended and pinned runs always stay. A flow file may say{' '}
        <code>retention: {'{runs: 50, days: 30}'}</code> for itself.
      </p>
      <NumberField
        label="Runs of each flow"
        unit="runs"
        value={draft.keepRuns}
        most={1_000_000}
        onChange={(keepRuns) => set({ keepRuns })}
      />
      <NumberField
        label="Days after a run ended"
        unit="days"
        value={draft.keepDays}
        most={36_500}
        onChange={(keepDays) => set({ keepDays })}
      />
      <NumberField
        label="Room for all logs"
        unit="MB"
        value={draft.keepLogMegabytes}
        most={100_000_000}
        onChange={(keepLogMegabytes) => set({ keepLogMegabytes })}
      />
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={draft.keepFailedRuns}
          onChange={(event) => set({ keepFailedRuns: event.target.checked })}
        />
        Keep failed runs, whatever the limits
      </label>
      <Preview preview={preview} problem={problem} />
      <div className={styles.buttons}>
        <Button type="submit" look="primary" aria-disabled={!isChanged && preview?.runs === 0}>
          {isChanged ? 'Keep these limits, and clear away' : 'Clear away now'}
        </Button>
        {isChanged && (
          <Button look="plain" onClick={() => setDraft(kept)}>
            Back to what was
          </Button>
        )}
      </div>
    </form>
  );
}

interface PreviewProps {
  readonly preview: RetentionPreview | null;
  readonly problem: string | null;
}

function Preview({ preview, problem }: PreviewProps) {
  if (problem !== null) {
    return (
      <p role="alert" className={styles.problem}>
        {problem}
      </p>
    );
  }
  if (preview === null) return <p className={styles.summary}>Looking at what would go…</p>;
  return (
    <div className={styles.preview}>
      <p role="status" className={styles.summary} data-testid="retention-preview">
        {preview.runs === 0
          ? `Nothing would go. All logs take ${formatBytes(preview.logBytes)}.`
          : `${count(preview.runs, 'run')} would go${preview.bytes > 0 ? `, with ${formatBytes(preview.bytes)} of the ${formatBytes(preview.logBytes)} that all logs take` : ''}.`}
      </p>
      {preview.flows.length > 0 && (
        <table className={styles.table}>
          <tbody>
            {preview.flows.map((flow) => (
              <tr key={flow.flowId}>
                <th scope="row">{flow.flowName ?? 'A flow that is gone'}</th>
                <td>{count(flow.runs, 'run')}</td>
                <td>{flow.bytes > 0 && formatBytes(flow.bytes)}</td>
                <td>{flow.own && 'its own limits'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
