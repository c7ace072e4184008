import { constants } from 'node:os';
import type { IPty } from 'node-pty';
import type { OnOutput } from './pipe-child.ts';
import { startTimeOf } from './process-table.ts';
import type { StepSpec } from './protocol.ts';
import { commandProblem, explainSpawnFailure, folderProblem } from './spawn-failure.ts';
import type { ChildStart } from './step.ts';

/** Starts a program on a pseudo-terminal, where stdout and stderr are one stream and a person may type. */
export async function startOnTerminal(
  spec: StepSpec,
  size: { readonly columns: number; readonly rows: number },
  onOutput: OnOutput,
): Promise<ChildStart> {
  const problem = folderProblem(spec.cwd) ?? (process.platform === 'win32' ? null : commandProblem(spec));
  if (problem !== null) return { failure: problem };
  let terminal: IPty;
  try {
    // Loaded by the first step that wants one: most helpers never do.
    const { spawn } = await import('node-pty');
    terminal = spawn(spec.command, [...spec.args], {
      cwd: spec.cwd,
      env: { TERM: 'xterm-256color', ...spec.env },
      cols: Math.max(1, size.columns),
      rows: Math.max(1, size.rows),
      encoding: null,
    });
  } catch (error) {
    return { failure: explainSpawnFailure(error as Error, spec) };
  }

  let received = 0;
  let paused = false;
  terminal.onData((data) => {
    const chunk = typeof data === 'string' ? Buffer.from(data) : data;
    received += chunk.length;
    if (onOutput(0, chunk)) return;
    paused = true;
    terminal.pause();
  });
  if (spec.input !== undefined) terminal.write(spec.input);
  // node-pty tells the exit only after the last byte of output.
  const exited = new Promise<{ exitCode: number | null; signal: string | null }>((resolve) => {
    terminal.onExit(({ exitCode, signal }) =>
      resolve(signal ? { exitCode: null, signal: signalName(signal) } : { exitCode, signal: null }),
    );
  });
  return {
    pid: terminal.pid,
    startTime: startTimeOf(terminal.pid),
    exited,
    outputEnded: exited.then(() => {}),
    resume: () => {
      paused = false;
      terminal.resume();
    },
    isPaused: () => paused,
    received: () => received,
    abandonOutput: () => {},
    type: (text) => terminal.write(text),
    resize: (columns, rows) => terminal.resize(Math.max(1, columns), Math.max(1, rows)),
  };
}

function signalName(number: number): string {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] ?? `SIG${number}`;
}
