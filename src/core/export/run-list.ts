/** A run in an exported list. Times are RFC 3339 UTC; `durationMs` is null where there is none. */
export interface ListedRun {
  readonly id: string;
  readonly flow: string;
  readonly workspace: string;
  readonly file: string;
  readonly status: string;
  readonly reason: string | null;
  readonly trigger: string;
  readonly labels: readonly string[];
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly durationMs: number | null;
  readonly steps: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
  readonly rerunOf: string | null;
  readonly pinned: boolean;
}

/** Writes a list of runs piece by piece, so that a long one is never in memory as a whole. */
export interface RunListWriter {
  readonly head: string;
  row(run: ListedRun, index: number): string;
  readonly tail: string;
}

export type RunListFormat = 'json' | 'csv';

const COLUMNS = [
  'id',
  'flow',
  'workspace',
  'file',
  'status',
  'reason',
  'trigger',
  'labels',
  'createdAt',
  'startedAt',
  'finishedAt',
  'durationMs',
  'steps',
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'rerunOf',
  'pinned',
] as const satisfies readonly (keyof ListedRun)[];

export const runListWriter = (format: RunListFormat): RunListWriter => (format === 'json' ? JSON_LIST : CSV_LIST);

const JSON_LIST: RunListWriter = {
  head: '[',
  row: (run, index) => `${index === 0 ? '' : ','}\n  ${JSON.stringify(run)}`,
  tail: '\n]\n',
};

/** RFC 4180, with lines that end in CR and LF; several labels stand in one field, with blanks between. */
const CSV_LIST: RunListWriter = {
  head: `${COLUMNS.join(',')}\r\n`,
  row: (run) => `${COLUMNS.map((column) => field(run[column])).join(',')}\r\n`,
  tail: '',
};

function field(value: ListedRun[keyof ListedRun]): string {
  if (value === null) return '';
  const text = typeof value === 'object' ? value.join(' ') : String(value);
  // What begins like this is a formula to spreadsheets, and names are given by whoever wrote the flow.
  const plain = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
