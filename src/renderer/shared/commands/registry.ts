import { useCallback, useSyncExternalStore } from 'react';
import { create } from 'zustand';
import { notify } from '../stores/notices.ts';
import { type Command, labelOf } from './command.ts';
import { noteUse } from './recent.ts';

interface Registry {
  /** In the order of registration. */
  readonly byId: ReadonlyMap<string, Command>;
}

export const useCommandRegistry = create<Registry>(() => ({ byId: new Map() }));

/** Adds commands; one of the same id gives way. Returns a function that takes them away. */
export function registerCommands(commands: readonly Command[]): () => void {
  useCommandRegistry.setState(({ byId }) => ({
    byId: new Map([...byId, ...commands.map((command) => [command.id, command] as const)]),
  }));
  return () =>
    useCommandRegistry.setState(({ byId }) => ({
      byId: new Map([...byId].filter(([, command]) => !commands.includes(command))),
    }));
}

const commandOf = (id: string): Command | undefined => useCommandRegistry.getState().byId.get(id);

/** Does what the command says, or tells why that cannot be. */
export function runCommand(id: string): void {
  const command = commandOf(id);
  if (command === undefined) return;
  const obstacle = command.obstacle?.();
  if (obstacle !== undefined) {
    notify('info', `${labelOf(command)}: ${obstacle}`);
    return;
  }
  noteUse(id);
  void command.run();
}

/** Called when labels or obstacles of these commands may be others now. */
export function subscribeToCommands(commands: Iterable<Command>, listener: () => void): () => void {
  const stores = new Set([...commands].flatMap(({ dependsOn = [] }) => dependsOn));
  const stops = [...stores].map((store) => store.subscribe(listener));
  return () => {
    for (const stop of stops) stop();
  };
}

export interface CommandState {
  readonly command: Command;
  readonly label: string;
  readonly obstacle: string | undefined;
}

/** A command with its present label and obstacle; undefined while nobody has registered it. */
export function useCommand(id: string): CommandState | undefined {
  const command = useCommandRegistry(({ byId }) => byId.get(id));
  const subscribe = useCallback(
    (listener: () => void) => (command === undefined ? () => {} : subscribeToCommands([command], listener)),
    [command],
  );
  const label = useSyncExternalStore(subscribe, () => (command === undefined ? '' : labelOf(command)));
  const obstacle = useSyncExternalStore(subscribe, () => command?.obstacle?.());
  return command === undefined ? undefined : { command, label, obstacle };
}
