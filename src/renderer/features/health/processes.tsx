import type { Health } from '../../../contract/health.ts';
import { count } from '../../shared/format/count.ts';
import { showRun } from '../../shared/stores/show.ts';
import { RelativeTime } from '../../shared/ui/relative-time.tsx';
import styles from './health.module.css';

type Owner = Health['owners'][number];

const KINDS: Readonly<Record<Owner['kind'], string>> = {
  app: 'App',
  terminal: 'Terminal',
  daemon: 'Background service',
};

const nameOf = ({ kind, isThis }: Owner): string => (isThis ? 'This app' : KINDS[kind]);

/** Every process that runs flows, and which one of them fires schedules. */
export function Owners({ health: { owners } }: { readonly health: Health }) {
  return (
    <>
      {!owners.some(({ firesSchedules }) => firesSchedules) && (
        <p className={styles.none}>No process fires schedules at the moment.</p>
      )}
      <table className={styles.table}>
        <thead>
          <tr>
            <th>Who</th>
            <th>Process</th>
            <th>Open runs</th>
            <th>Schedules</th>
            <th>Since</th>
          </tr>
        </thead>
        <tbody>
          {owners.map((owner) => (
            <tr key={owner.id}>
              <td>{nameOf(owner)}</td>
              <td className={styles.figure}>{owner.pid}</td>
              <td className={styles.figure}>{owner.runs}</td>
              <td>{owner.firesSchedules ? 'fires them' : ''}</td>
              <td>
                <RelativeTime at={Date.parse(owner.startedAt)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What steps run at this moment, and for whom. */
export function StepProcesses({ health: { processes, owners, runsNotLookedAt } }: { readonly health: Health }) {
  const byId = new Map(owners.map((owner) => [owner.id, nameOf(owner)]));
  return (
    <>
      {processes.length === 0 && <p className={styles.none}>No step runs at the moment.</p>}
      {processes.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th>Step</th>
              <th>Process</th>
              <th>Run by</th>
              <th>Since</th>
            </tr>
          </thead>
          <tbody>
            {processes.map(({ runId, flowName, stepId, pid, ownerId, since }) => (
              <tr key={`${runId} ${stepId} ${pid}`}>
                <td>
                  <button type="button" className={styles.link} onClick={() => void showRun(runId)}>
                    {flowName} / {stepId}
                  </button>
                </td>
                <td className={styles.figure}>{pid}</td>
                <td>{(ownerId !== null && byId.get(ownerId)) || 'nobody: its process is gone'}</td>
                <td>
                  <RelativeTime at={Date.parse(since)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {runsNotLookedAt > 0 && (
        <p className={styles.none}>{count(runsNotLookedAt, 'run')} of very many events are not looked into here.</p>
      )}
    </>
  );
}
