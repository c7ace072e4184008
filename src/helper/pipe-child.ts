import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { OutputStream } from './output.ts';
import type { PipePool, StepPipe } from './pipes.ts';
import type { StepSpec } from './protocol.ts';
import { explainSpawnFailure } from './spawn-failure.ts';
import type { ChildStart } from './step.ts';

/** Takes a piece of output; false: pause. */
export type OnOutput = (stream: OutputStream, chunk: Uint8Array) => boolean;

/** Starts a program in its own session and group, with its output on two pipes. */
export async function startOnPipes(spec: StepSpec, pool: PipePool, onOutput: OnOutput): Promise<ChildStart> {
  const pipes = [await pool.take(), await pool.take()] as const;
  const started = spawnChild(spec, pipes);
  if (started instanceof Error) {
    for (const pipe of pipes) discard(pipe);
    return { failure: explainSpawnFailure(started, spec) };
  }
  for (const pipe of pipes) pipe?.started();
  const readers = [pipes[0]?.reader ?? started.stdout, pipes[1]?.reader ?? started.stderr] as Readable[];

  const pid = started.pid;
  if (pid === undefined) {
    for (const reader of readers) reader.on('error', () => {}).resume();
    const error = await new Promise<Error>((resolve) => started.once('error', resolve));
    return { failure: explainSpawnFailure(error, spec) };
  }
  started.on('error', () => {});
  if (spec.input !== undefined) started.stdin?.on('error', () => {}).end(spec.input);

  let received = 0;
  let paused = false;
  const pause = (): void => {
    paused = true;
    for (const reader of readers) reader.pause();
  };
  return {
    pid,
    exited: new Promise((resolve) => started.once('exit', (exitCode, signal) => resolve({ exitCode, signal }))),
    outputEnded: Promise.all(
      readers.map(
        (reader, stream) =>
          new Promise<void>((resolve) => {
            reader.on('data', (chunk: Buffer) => {
              received += chunk.length;
              if (!onOutput(stream as OutputStream, chunk)) pause();
            });
            reader.on('error', () => {});
            reader.once('close', resolve);
          }),
      ),
    ).then(() => {}),
    resume: () => {
      paused = false;
      for (const reader of readers) reader.resume();
    },
    isPaused: () => paused,
    received: () => received,
    abandonOutput: () => {
      for (const reader of readers) reader.destroy();
    },
    type: () => {},
    resize: () => {},
  };
}

function spawnChild(spec: StepSpec, pipes: readonly [StepPipe | null, StepPipe | null]): ChildProcess | Error {
  try {
    return spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      detached: true,
      windowsHide: true,
      stdio: [
        spec.input === undefined ? 'ignore' : 'pipe',
        pipes[0]?.childFile ?? 'pipe',
        pipes[1]?.childFile ?? 'pipe',
      ],
    });
  } catch (error) {
    return error as Error;
  }
}

function discard(pipe: StepPipe | null): void {
  pipe?.started();
  // Read to its end, which gives it back to the pool.
  pipe?.reader.on('error', () => {}).resume();
}
