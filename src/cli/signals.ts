import type { Engine } from '../main/engine/engine.ts';
import type { Output } from './output/output.ts';

/** What asks a command to end. A closed terminal counts: nobody sees the run any more. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Handlers {
  /** The first signal. */
  cancel(): void;
  /** The second. */
  kill(): void;
}

export interface SignalWatch {
  wasCancelled(): boolean;
  stop(): void;
}

/** The first signal cancels, the second kills, a third ends this process where it stands. */
export function watchSignals({ cancel, kill }: Handlers): SignalWatch {
  let received = 0;
  const receive = () => {
    received++;
    if (received === 1) cancel();
    else if (received === 2) kill();
    else process.exit(130);
  };
  for (const signal of SIGNALS) process.on(signal, receive);
  return {
    wasCancelled: () => received > 0,
    stop: () => {
      for (const signal of SIGNALS) process.off(signal, receive);
    },
  };
}

/** For commands that run flows: the steps are cancelled, then killed. */
export const cancelThenKill = (engine: Engine, { complain, errorStyle }: Output): Handlers => ({
  cancel: () => {
    complain(errorStyle.yellow('Cancelling the steps. Once more to kill them.'));
    engine.cancelAll('terminal');
  },
  kill: () => {
    complain(errorStyle.red('Killing the steps.'));
    engine.killAll();
  },
});
