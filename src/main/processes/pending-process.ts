import { installCommand } from '../../core/base/install-hint.ts';
import type { LeftBehind, Report, Request } from '../../helper/protocol.ts';
import {
  type ProcessExit,
  type ProcessesLost,
  type ProcessSpec,
  type RunningProcess,
  SpawnFailed,
} from '../ports/processes.ts';

/** A process that was asked for and has not ended. */
export interface PendingProcess {
  /** Resolves once it has started. Rejects with SpawnFailed or ProcessesLost. */
  readonly started: Promise<RunningProcess>;
  /** What is known for ending it without its helper. */
  left(): LeftBehind;
  receive(report: Extract<Report, { ev: 'spawned' | 'refused' | 'exit' }>): void;
  lose(error: ProcessesLost): void;
}

export interface PendingOptions {
  readonly id: number;
  readonly spec: ProcessSpec;
  readonly bootId: string;
  readonly send: (request: Request) => void;
}

export function createPendingProcess({ id, spec, bootId, send }: PendingOptions): PendingProcess {
  let left: LeftBehind = { mark: spec.mark };
  let resolveExit: (exit: ProcessExit) => void = () => {};
  let rejectExit: (error: Error) => void = () => {};
  const exit = new Promise<ProcessExit>((resolve, reject) => {
    resolveExit = resolve;
    rejectExit = reject;
  });
  // It may be lost before anybody had a chance to wait for it.
  exit.catch(() => {});
  let resolveStart: (process: RunningProcess) => void = () => {};
  let rejectStart: (error: Error) => void = () => {};
  const started = new Promise<RunningProcess>((resolve, reject) => {
    resolveStart = resolve;
    rejectStart = reject;
  });
  const running = (pid: number, startTime: number): RunningProcess => ({
    pid,
    startTime,
    bootId,
    exit,
    signal: (signal) => send({ op: 'signal', id, signal }),
    stop: async (graceMs) => {
      send({ op: 'stop', id, graceMs });
      // When the helper dies instead, nothing is left of the group either.
      await exit.catch(() => {});
    },
    type: (text) => send({ op: 'type', id, text }),
    resize: (columns, rows) => send({ op: 'resize', id, columns, rows }),
  });

  return {
    started,
    left: () => left,
    receive: (report) => {
      switch (report.ev) {
        case 'spawned':
          left = { mark: spec.mark, pid: report.pid, startTime: report.startTime, bootId };
          resolveStart(running(report.pid, report.startTime));
          break;
        case 'refused':
          rejectStart(new SpawnFailed(report.code, withAdvice(report, spec.command)));
          break;
        case 'exit': {
          const { exitCode, signal, logError } = report;
          resolveExit(logError === undefined ? { exitCode, signal } : { exitCode, signal, logError });
        }
      }
    },
    lose: (error) => {
      rejectStart(error);
      rejectExit(error);
    },
  };
}

/** A program that was not found: how it comes onto this machine. */
function withAdvice({ code, message }: Extract<Report, { ev: 'refused' }>, command: string): string {
  if (code !== 'not-found') return message;
  const install = installCommand(command, process.platform);
  const advice = install === null ? 'Check the spelling, or install it and run again.' : `Install it with: ${install}`;
  return `${message} ${advice}`;
}
