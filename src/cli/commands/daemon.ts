import { firingOwner } from '../../main/app/firing/firing.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openStudio } from '../open-studio.ts';
import { cancelThenKill, watchSignals } from '../signals.ts';

export interface DaemonOptions {
  readonly json: boolean;
}

/** Milliseconds between two looks at which process fires. */
const LOOK_MS = 500;

/**
 * Fires schedules without a window until it is told to end, and runs what they start. While another process fires, the app or
 * another daemon, it stands by and takes over within seconds when that one ends.
 */
export async function daemon({ json }: DaemonOptions, context: Context): Promise<ExitCode> {
  const { output } = context;
  const { promise: ending, resolve: end } = Promise.withResolvers<void>();
  const signals = watchSignals({ cancel: end, kill: () => process.exit(EXIT.cancelled) });
  const studio = await openStudio(context, 'daemon');
  let told = '';
  const tell = async () => {
    const owner = firingOwner(studio.store);
    const now = studio.firing.isHere() ? 'fires' : `stands by, while the ${owner?.kind ?? 'other process'} fires`;
    if (now === told) return;
    told = now;
    if (json) await output.json({ pid: process.pid, firing: studio.firing.isHere() });
    else await output.line(`${new Date().toISOString()}  The daemon ${now} schedules (process ${process.pid}).`);
  };
  try {
    for (let isEnding = false; !isEnding; ) {
      await tell();
      const look = new Promise<boolean>((next) => setTimeout(next, LOOK_MS, false));
      isEnding = await Promise.race([ending.then(() => true), look]);
    }
    return EXIT.succeeded;
  } finally {
    signals.stop();
    const second = watchSignals(cancelThenKill(studio.engine, output));
    await studio.close();
    second.stop();
  }
}
