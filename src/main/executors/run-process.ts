import { readFileSync, statSync } from 'node:fs';
import { err, ok, problem, type Result } from '../../core/base/result.ts';
import type { Outputs, StepError } from '../../core/run/event.ts';
import { OUTPUTS_LIMIT, parseOutputFile, tooLarge } from '../../core/run/output-file.ts';
import type { ExecutionContext, ExecutionResult } from '../ports/executor.ts';
import { type ProcessExit, type RunningProcess, SpawnFailed } from '../ports/processes.ts';
import { secretInOutputs } from './secret-in-outputs.ts';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** Besides those of the step. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Name of what it leaves outside of its process group. */
  readonly handle?: string;
  /** How it is ended, where signals to its group are not enough. */
  readonly stop?: (running: RunningProcess) => Promise<void>;
  /** What it means by exit codes, in place of what shells mean. */
  readonly exitCodes?: Readonly<Record<number, string>>;
}

const TERMINAL_SIZE = { columns: 120, rows: 30 };
/** Names with their sizes stay below this, for outputs within their limits. */
const OUTPUT_FILE_LIMIT = 4 * OUTPUTS_LIMIT;

/**
 * Runs a program as the body of an attempt: in its working directory, with `$CHRONUM_OUTPUT`, until it ends or the attempt's
 * signal is aborted. Rejects with ProcessesLost when the helper died.
 */
export async function runProcess(context: ExecutionContext<unknown>, program: Program): Promise<ExecutionResult> {
  if (context.signal.aborted) return { status: 'stopped' };
  const outputFile = context.file('output');
  let running: RunningProcess;
  try {
    running = await context.processes.run({
      mark: context.mark,
      command: program.command,
      args: program.args,
      cwd: context.cwd,
      env: { ...context.env, ...program.env, CHRONUM_OUTPUT: outputFile },
      logPath: context.logPath,
      ...(context.masks.length > 0 ? { masks: context.masks } : {}),
      ...(context.tty ? { tty: TERMINAL_SIZE } : {}),
      ...(program.input === undefined ? {} : { input: program.input }),
    });
  } catch (error) {
    if (!(error instanceof SpawnFailed)) throw error;
    return failed({ kind: 'spawn', code: error.code, message: error.message });
  }
  context.spawned(running, program.handle);

  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping = program.stop?.(running) ?? running.stop(context.gracePeriod);
    stopping.catch(() => undefined);
  };
  if (context.signal.aborted) stop();
  context.signal.addEventListener('abort', stop, { once: true });
  let exit: ProcessExit;
  try {
    exit = await running.exit;
  } finally {
    context.signal.removeEventListener('abort', stop);
  }
  await stopping?.catch(() => undefined);
  if (context.signal.aborted)
    return exit.signal === null ? { status: 'stopped' } : { status: 'stopped', signal: exit.signal };
  return conclude(exit, readOutputs(outputFile, context.masks), program.exitCodes);
}

function conclude(exit: ProcessExit, outputs: Result<Outputs>, exitCodes?: Program['exitCodes']): ExecutionResult {
  const error = exitError(exit, exitCodes);
  if (error !== null) return outputs.ok ? failed(error, outputs.value) : failed(error);
  if (!outputs.ok) return failed({ kind: 'output', code: outputs.error.code, message: outputs.error.message });
  return Object.keys(outputs.value).length === 0
    ? { status: 'succeeded', exitCode: 0 }
    : { status: 'succeeded', exitCode: 0, outputs: outputs.value };
}

function exitError(
  { exitCode, signal, logError }: ProcessExit,
  exitCodes: Readonly<Record<number, string>> = EXIT_CODE_HINTS,
): StepError | null {
  if (signal !== null) {
    const hint = signal === 'SIGKILL' ? ' (out of memory, or somebody killed it)' : '';
    return { kind: 'signal', signal, message: `ended by ${signal}${hint}` };
  }
  if (exitCode !== 0 && exitCode !== null) {
    const hint = exitCodes[exitCode];
    return { kind: 'exit', exitCode, message: `exit code ${exitCode}${hint === undefined ? '' : ` (${hint})`}` };
  }
  if (logError === undefined) return null;
  const message = `a part of its output could not be written to the log: ${logError}. Make room on the disk, then run it again.`;
  return { kind: 'output', code: 'log-not-written', message };
}

/** What shells mean by these codes. */
const EXIT_CODE_HINTS: Readonly<Record<number, string>> = {
  126: 'a command was found but may not be executed, see the log',
  127: 'a command was not found, see the log',
};

function readOutputs(path: string, masks: readonly string[]): Result<Outputs> {
  const text = readOutputFile(path);
  if (!text.ok) return text;
  if (text.value === '') return ok({});
  const outputs = parseOutputFile(text.value);
  const secret = outputs.ok ? secretInOutputs(outputs.value, masks) : null;
  return secret === null ? outputs : err(secret);
}

/** Empty when the step wrote none. A few kilobytes at most, read in place: see `createScratch`. */
function readOutputFile(path: string): Result<string> {
  const found = statSync(path, { throwIfNoEntry: false });
  // A step may put anything there: a pipe that nobody writes to would never be read to its end.
  if (found?.isFile() !== true) return ok('');
  if (found.size > OUTPUT_FILE_LIMIT)
    return tooLarge(`$CHRONUM_OUTPUT has ${found.size} bytes; the outputs of a step may have 1 MiB`);
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    return problem('output-unreadable', `$CHRONUM_OUTPUT cannot be read any more: ${(error as Error).message}`);
  }
}

const failed = (error: StepError, outputs?: Outputs): ExecutionResult =>
  outputs === undefined || Object.keys(outputs).length === 0
    ? { status: 'failed', error }
    : { status: 'failed', error, outputs };
