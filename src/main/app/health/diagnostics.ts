import type { Finding, Health } from '../../../contract/health.ts';
import { size } from '../doctor/machine.ts';

/** Everything that whoever helps wants to know first, as a text to be sent. */
export function diagnosticsText(health: Health, findings: readonly Finding[]): string {
  const { at, versions, dataFolder, database, logs, owners, processes, reports } = health;
  const files = `${logs.files}${logs.isWhole ? '' : ' or more'} files`;
  return [
    `Chronum Studio diagnostics, ${at}`,
    section(
      'Versions',
      versions.map(({ name, version }) => `${name} ${version}`),
    ),
    section('Storage', [
      `data folder ${dataFolder}`,
      `database ${size(database.bytes)}`,
      `logs ${size(logs.bytes)} in ${files}`,
    ]),
    section(
      'Processes that run flows',
      owners.map(
        ({ kind, pid, runs, startedAt, firesSchedules }) =>
          `${kind} (process ${pid}) since ${startedAt}, ${runs} open runs${firesSchedules ? ', fires schedules' : ''}`,
      ),
    ),
    section(
      'Processes of steps',
      processes.map(({ flowName, stepId, pid, since }) => `${flowName} / ${stepId}: process ${pid} since ${since}`),
    ),
    section(
      'Checks',
      findings.map(({ check, status, found, fix }) => `${status} ${check}: ${found}${fix === null ? '' : ` (${fix})`}`),
    ),
    section(
      'Reports',
      reports.map(({ at, text }) => `${at} ${text}`),
    ),
  ].join('\n\n');
}

const section = (title: string, lines: readonly string[]): string =>
  [title, ...(lines.length > 0 ? lines : ['none']).map((line) => `  ${line.replaceAll('\n', '\n    ')}`)].join('\n');
