/**
 * What the helper and its client say to each other: one JSON object a line, over the helper's stdin and stdout.
 * Shapes are checked by hand: the helper stays small, because the cost of a spawn grows with the size of the spawner.
 */
export const PROTOCOL_VERSION = 1;

/**
 * A helper carries a mark of its own in this variable. A process that it has forked and that is not a step yet carries it too: when
 * the helper dies in that moment, that is all there is to know such a process by.
 */
export const HELPER_VARIABLE = 'CHRONUM_HELPER';
export const HELPER_MARK = 'helper:';

export type GroupSignal = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

export interface StepSpec {
  readonly mark: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logPath: string;
  readonly masks?: readonly string[];
  readonly tty?: { readonly columns: number; readonly rows: number };
  readonly input?: string;
}

/** What is known of an attempt whose owner or helper died. */
export interface LeftBehind {
  readonly mark: string;
  readonly pid?: number;
  readonly startTime?: number;
  readonly bootId?: string;
}

/** `id` names a step or a question for as long as the helper lives. */
export type Request =
  | { readonly op: 'hello'; readonly version: number; readonly journal: string }
  | { readonly op: 'run'; readonly id: number; readonly spec: StepSpec }
  | { readonly op: 'signal'; readonly id: number; readonly signal: GroupSignal }
  | { readonly op: 'stop'; readonly id: number; readonly graceMs: number }
  | { readonly op: 'type'; readonly id: number; readonly text: string }
  | { readonly op: 'resize'; readonly id: number; readonly columns: number; readonly rows: number }
  | { readonly op: 'reap'; readonly id: number; readonly left: LeftBehind }
  /** In order: everything was written down, the journal is not needed any more. */
  | { readonly op: 'close' };

export type SpawnFailureCode = 'not-found' | 'not-executable' | 'bad-directory' | 'too-many' | 'other';

export type Report =
  | { readonly ev: 'hello'; readonly version: number; readonly pid: number; readonly bootId: string }
  | { readonly ev: 'spawned'; readonly id: number; readonly pid: number; readonly startTime: number }
  | { readonly ev: 'refused'; readonly id: number; readonly code: SpawnFailureCode; readonly message: string }
  | {
      readonly ev: 'exit';
      readonly id: number;
      readonly exitCode: number | null;
      readonly signal: string | null;
      /** Why a part of the output is not in the log. */
      readonly logError?: string;
    }
  | { readonly ev: 'reaped'; readonly id: number; readonly killed: number };

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isTextMap = (value: unknown): boolean => isFields(value) && Object.values(value).every(isText);
const isSize = (value: unknown): boolean => isFields(value) && isNumber(value.columns) && isNumber(value.rows);
const isAbsentOr = (value: unknown, check: (value: unknown) => boolean): boolean => value === undefined || check(value);

const isSpec = (value: unknown): boolean =>
  isFields(value) &&
  isText(value.mark) &&
  isText(value.command) &&
  isTexts(value.args) &&
  isText(value.cwd) &&
  isTextMap(value.env) &&
  isText(value.logPath) &&
  isAbsentOr(value.masks, isTexts) &&
  isAbsentOr(value.tty, isSize) &&
  isAbsentOr(value.input, isText);

const isLeft = (value: unknown): boolean =>
  isFields(value) &&
  isText(value.mark) &&
  isAbsentOr(value.pid, isNumber) &&
  isAbsentOr(value.startTime, isNumber) &&
  isAbsentOr(value.bootId, isText);

const isGroupSignal = (value: unknown): boolean => value === 'SIGINT' || value === 'SIGTERM' || value === 'SIGKILL';

const requestChecks: Record<Request['op'], (message: Fields) => boolean> = {
  hello: (m) => isNumber(m.version) && isText(m.journal),
  run: (m) => isNumber(m.id) && isSpec(m.spec),
  signal: (m) => isNumber(m.id) && isGroupSignal(m.signal),
  stop: (m) => isNumber(m.id) && isNumber(m.graceMs),
  type: (m) => isNumber(m.id) && isText(m.text),
  resize: (m) => isNumber(m.id) && isSize(m),
  reap: (m) => isNumber(m.id) && isLeft(m.left),
  close: () => true,
};

const reportChecks: Record<Report['ev'], (message: Fields) => boolean> = {
  hello: (m) => isNumber(m.version) && isNumber(m.pid) && isText(m.bootId),
  spawned: (m) => isNumber(m.id) && isNumber(m.pid) && isNumber(m.startTime),
  refused: (m) => isNumber(m.id) && isText(m.code) && isText(m.message),
  exit: (m) =>
    isNumber(m.id) &&
    (m.exitCode === null || isNumber(m.exitCode)) &&
    (m.signal === null || isText(m.signal)) &&
    isAbsentOr(m.logError, isText),
  reaped: (m) => isNumber(m.id) && isNumber(m.killed),
};

/** Null for a line that is not a message of this protocol. */
export const parseRequest = (line: string): Request | null => parse(line, 'op', requestChecks) as Request | null;
export const parseReport = (line: string): Report | null => parse(line, 'ev', reportChecks) as Report | null;

function parse(line: string, tag: 'op' | 'ev', checks: Record<string, (message: Fields) => boolean>): Fields | null {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isFields(message) || !isText(message[tag])) return null;
  const name = message[tag];
  return Object.hasOwn(checks, name) && checks[name]?.(message) ? message : null;
}

export const encodeMessage = (message: Request | Report): string => `${JSON.stringify(message)}\n`;
