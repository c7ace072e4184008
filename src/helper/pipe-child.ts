import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Forked, ForkServer } from './fork-server/fork-server.ts';
import type { OutputStream } from './output.ts';
import type { PipePool, StepPipe } from './pipes.ts';
import { startTimeOf } from './process-table.ts';
import type { StepSpec } from './protocol.ts';
import { explainSpawnFailure } from './spawn-failure.ts';
import type { Child, ChildStart } from './step.ts';

/** Takes a piece of output; false: pause. */
export type OnOutput = (stream: OutputStream, chunk: Uint8Array) => boolean;

interface Starters {
  readonly pipes: PipePool;
  readonly forks: ForkServer;
}

type Pipes = readonly [StepPipe | null, StepPipe | null];

/** A program that runs, and where its output arrives. */
interface Started extends Forked {
  readonly readers: readonly Readable[];
}

/** Starts a program in its own session and group, with its output on two pipes. */
export async function startOnPipes(
  spec: StepSpec,
  { pipes: pool, forks }: Starters,
  onOutput: OnOutput,
): Promise<ChildStart> {
  const pipes = [await pool.take(), await pool.take()] as const;
  const started = (await forkElsewhere(spec, pipes, forks)) ?? (await spawnHere(spec, pipes));
  for (const pipe of pipes) pipe?.started();
  if (started instanceof Error) {
    // Read to their ends, which gives them back to the pool.
    for (const pipe of pipes) pipe?.reader.on('error', () => {}).resume();
    return { failure: explainSpawnFailure(started, spec) };
  }
  return readFrom(started, onOutput);
}

/** Null when the fork server cannot start this one. */
async function forkElsewhere(spec: StepSpec, [out, err]: Pipes, forks: ForkServer): Promise<Started | Error | null> {
  if (out === null || err === null || spec.input !== undefined) return null;
  const { command, args, cwd, env } = spec;
  const forked = await forks.start({ command, args, cwd, env, stdout: out.path, stderr: err.path });
  if (forked === null || forked instanceof Error) return forked;
  return { ...forked, readers: [out.reader, err.reader] };
}

async function spawnHere(spec: StepSpec, pipes: Pipes): Promise<Started | Error> {
  const child = spawnChild(spec, pipes);
  if (child instanceof Error) return child;
  const readers = [pipes[0]?.reader ?? child.stdout, pipes[1]?.reader ?? child.stderr] as Readable[];
  const { pid } = child;
  if (pid === undefined) {
    for (const reader of readers) reader.on('error', () => {}).resume();
    return new Promise<Error>((resolve) => child.once('error', resolve));
  }
  child.on('error', () => {});
  if (spec.input !== undefined) child.stdin?.on('error', () => {}).end(spec.input);
  const exited: Forked['exited'] = new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  return { pid, startTime: startTimeOf(pid), exited, readers };
}

function spawnChild(spec: StepSpec, pipes: Pipes): ChildProcess | Error {
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

function readFrom({ pid, startTime, exited, readers }: Started, onOutput: OnOutput): Child {
  let received = 0;
  let paused = false;
  const pause = (): void => {
    paused = true;
    for (const reader of readers) reader.pause();
  };
  const read = (reader: Readable, stream: OutputStream): Promise<void> =>
    new Promise((resolve) => {
      reader.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (!onOutput(stream, chunk)) pause();
      });
      reader.on('error', () => {});
      reader.once('close', resolve);
    });
  return {
    pid,
    startTime,
    exited,
    outputEnded: Promise.all(readers.map((reader, stream) => read(reader, stream as OutputStream))).then(() => {}),
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
