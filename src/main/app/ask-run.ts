import type { Json } from '../../core/base/json.ts';
import type { Engine } from '../engine/engine.ts';
import type { Command, CommandQueue } from '../ports/commands.ts';
import type { AttemptKey } from '../ports/log-store.ts';
import type { Owners } from '../ports/owners.ts';
import type { TerminalInput } from '../ports/processes.ts';
import type { RunStore } from '../ports/run-store.ts';

/** Asks runs for something, whoever owns them. */
export interface AskRun {
  /** False when the run has finished, or when nobody could take what was asked. */
  command(command: Command): Promise<boolean>;
  /** Types into the terminal of an attempt; `no-terminal` when the attempt runs here and has none. */
  input(typed: TypedInput): Promise<boolean | 'no-terminal'>;
}

export interface TypedInput extends Pick<Command, 'id' | 'at' | 'by'> {
  readonly key: AttemptKey;
  readonly input: TerminalInput;
}

interface Parts {
  readonly runs: Pick<RunStore, 'get'>;
  readonly commands: Pick<CommandQueue, 'submit'>;
  readonly owners: Pick<Owners, 'isAlive'>;
  readonly engine: Pick<Engine, 'resume' | 'input'>;
}

export function createAskRun({ runs, commands, owners, engine }: Parts): AskRun {
  const isOrphan = (runId: string): boolean => {
    const run = runs.get(runId);
    return run !== null && run.finishedAt === null && (run.ownerId === null || !owners.isAlive(run.ownerId));
  };

  return {
    async command(command) {
      const { runId, kind } = command;
      // Nobody would read it: who asks an interrupted run to go on, or to end, makes it a run of this process.
      if (kind === 'resume' && isOrphan(runId)) return engine.resume(runId);
      const isTaken = await commands.submit(command);
      if (isTaken && kind === 'cancel' && isOrphan(runId)) await engine.resume(runId);
      return isTaken;
    },

    async input({ key, input, ...asked }) {
      const typed = engine.input(key, input);
      if (typed !== undefined) return typed || 'no-terminal';
      const { runId, stepId, branch, attempt } = key;
      const data: Json = {
        stepId,
        branch,
        attempt,
        ...(input.text === undefined ? {} : { text: input.text }),
        ...input.size,
      };
      return commands.submit({ ...asked, runId, kind: 'input', data });
    },
  };
}
