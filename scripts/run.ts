import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The process is killed when it takes longer. */
  readonly timeoutMs: number;
}

/** Runs a command to its end and returns its standard output; a failure is an error that shows what it said. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  const child = spawn(command, args, { ...options, signal, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const what = [command, ...args.slice(0, 2)].join(' ');
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      const reason = signal.aborted ? `took longer than ${options.timeoutMs / 1000} s` : error.message;
      reject(new Error(`${what}: ${reason}`));
    });
    child.on('close', (code, killedBy) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${what} ended with ${killedBy ?? `exit code ${code}`}\n${said.trim().slice(-2000)}`));
    });
  });
}
