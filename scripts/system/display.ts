import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { isAbsolute, join } from 'node:path';
import type { Readable } from 'node:stream';

const PROBE_MS = 1000;
const START_MS = 15_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** Where an X or Wayland server listens, as the environment names it. */
export type DisplayAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** The displays that the environment names, Wayland first. An X display has an abstract socket too: see `canShow`. */
export function displaysIn(environment: Environment): DisplayAddress[] {
  const addresses: DisplayAddress[] = [];
  const wayland = environment.WAYLAND_DISPLAY;
  const runtimeDir = environment.XDG_RUNTIME_DIR;
  if (wayland && isAbsolute(wayland)) addresses.push({ kind: 'socket', path: wayland });
  else if (wayland && runtimeDir) addresses.push({ kind: 'socket', path: join(runtimeDir, wayland) });
  const x = /^(?:unix\/?)?([^:/]*):(\d+)(?:\.\d+)?$/.exec(environment.DISPLAY ?? '');
  if (x?.[1]) addresses.push({ kind: 'tcp', host: x[1], port: 6000 + Number(x[2]) });
  else if (x) addresses.push({ kind: 'socket', path: `/tmp/.X11-unix/X${x[2]}` });
  return addresses;
}

/** Whether a window can be shown. A display that is named but does not answer would only make Electron crash. */
export async function canShow(environment: Environment = process.env): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  for (const address of displaysIn(environment)) {
    if (await answers(address)) return true;
    if (address.kind === 'socket' && (await answers({ kind: 'socket', path: `\0${address.path}` }))) return true;
  }
  return false;
}

function answers(address: DisplayAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(
      address.kind === 'socket' ? { path: address.path } : { host: address.host, port: address.port },
    );
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PROBE_MS, () => settle(false));
    socket.on('connect', () => settle(true));
    socket.on('error', () => settle(false));
  });
}

export interface VirtualDisplay {
  /** For `DISPLAY`. */
  readonly name: string;
  /** Ends the server and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts an X server without a screen on a display number of its own choice. */
export async function startVirtualDisplay(): Promise<VirtualDisplay> {
  const args = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  let said = '';
  server.stderr?.on('data', (text: Buffer) => {
    said += text;
  });
  const gone = new Promise<void>((resolve) => {
    server.on('exit', () => resolve());
    server.on('error', () => resolve());
  });
  const stop = async () => {
    server.kill('SIGTERM');
    await gone;
  };
  try {
    const number = await Promise.race([firstLine(server.stdio[3] as Readable), gone]);
    if (number === undefined)
      throw new Error(`Xvfb does not start: ${said.trim() || 'is the package xvfb installed?'}`);
    return { name: `:${number}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function firstLine(stream: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error('Xvfb did not name its display in time')), START_MS);
    stream.on('data', (chunk: Buffer) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
  });
}
