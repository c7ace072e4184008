import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../core/base/json.ts';
import type { Exporter } from '../../core/export/exporter.ts';
import type { Frame } from '../../core/frames/frame.ts';
import type { Loaded, LoadedPlugin } from '../../plugin-host/protocol.ts';
import type { Executor } from '../ports/executor.ts';
import type { AttachedHook, Hooks } from '../ports/hooks.ts';
import { type HostProgram, hostStart } from './evaluator.ts';
import { type HostConnection, startHost } from './host-connection.ts';
import { pluginExecutor } from './plugin-executor.ts';
import { pluginFrame } from './plugin-frame.ts';
import { pluginHook } from './plugin-hook.ts';

const CONFIG_FILE = 'chronum.config.ts';

export interface Plugins {
  /** Brings the plug-ins of a workspace up to date with its files: loads, loads again, or lets go. Never rejects. */
  ensure(workspace: string): Promise<void>;
  /** Rises whenever what there is changes: what was read before may read otherwise now. */
  generation(): number;
  exporters(workspace: string): ReadonlyMap<string, Exporter>;
  close(): Promise<void>;
}

interface PluginsParts {
  readonly program: HostProgram;
  /** Where executors and frames are found by name; plug-ins add theirs and take them back. */
  readonly executors: Map<string, Executor>;
  readonly frames: Map<string, Frame>;
  readonly hooks: Pick<Hooks, 'attach'>;
  /** Null when the code may run: the workspace is trusted and a person has seen these files as they are. Else why not. */
  readonly refusal: (workspace: string, config: string) => Promise<string | null>;
  readonly report: (message: string) => void;
}

/** The plug-ins of one workspace. */
interface Room {
  /** Times and sizes of the files that they were made from. */
  readonly stamp: string;
  readonly files: readonly string[];
  readonly exporters: ReadonlyMap<string, Exporter>;
  close(): Promise<void>;
}

const LOAD_TIMEOUT_MS = 20_000;
/** Files are looked at again after this long. */
const LOOK_MS = 500;

export function createPlugins(parts: PluginsParts): Plugins {
  const { executors, frames, hooks, report, program } = parts;
  const rooms = new Map<string, Room>();
  const looking = new Map<string, Promise<void>>();
  const lookedAt = new Map<string, number>();
  /** By name: which workspace an executor or a frame is from. */
  const ownerOf = new Map<string, string>();
  /** Told once, and again when there is another reason. */
  const refusedBy = new Map<string, string>();
  let generation = 0;
  let closed = false;

  const look = async (workspace: string): Promise<void> => {
    const config = join(workspace, CONFIG_FILE);
    const room = rooms.get(workspace);
    if (room === undefined && !existsSync(config)) return;
    const stamp = await stampOf(room?.files ?? [config]);
    if (room !== undefined && room.stamp === stamp) return;
    if (room !== undefined) {
      rooms.delete(workspace);
      generation++;
      await room.close();
    }
    if (!existsSync(config) || closed) return;
    const refusal = await parts.refusal(workspace, config);
    if (refusal !== null) {
      if (refusedBy.get(workspace) !== refusal) report(refusal);
      refusedBy.set(workspace, refusal);
      return;
    }
    refusedBy.delete(workspace);
    try {
      rooms.set(workspace, await open(workspace, config));
    } catch (error) {
      report(`${config} could not be loaded, and no plug-in of it: ${messageOf(error)}`);
      // Not again before it changes.
      const files = [config];
      rooms.set(workspace, { stamp: await stampOf(files), files, exporters: new Map(), close: async () => undefined });
    }
    generation++;
  };

  const open = async (workspace: string, config: string): Promise<Room> => {
    let current: { host: HostConnection; loaded: Loaded } | undefined = await startRoom(workspace, config);
    let isOpen = true;
    let starting: Promise<HostConnection> | undefined;
    /** One that died, or had to be ended, is started again for the next who asks. */
    const hostOf = async (from: string): Promise<HostConnection> => {
      if (from !== workspace || !isOpen) throw new Error(`its plug-in is not loaded for ${from}`);
      if (current !== undefined && !current.host.isGone) return current.host;
      starting ??= startRoom(workspace, config)
        .then((started) => {
          current = started;
          return started.host;
        })
        .finally(() => {
          starting = undefined;
        });
      return starting;
    };
    const undo: (() => void)[] = [];
    const exporters = new Map<string, Exporter>();
    for (const problem of current.loaded.problems) report(problem);
    for (const plugin of current.loaded.plugins) {
      try {
        undo.push(...register(plugin, { workspace, hostOf, exporters }));
      } catch (error) {
        report(`The plug-in ${plugin.name} is left out: ${messageOf(error)}`);
      }
    }
    const { files } = current.loaded;
    return {
      stamp: await stampOf(files),
      files,
      exporters,
      async close() {
        isOpen = false;
        for (const step of undo) step();
        await current?.host.kill();
      },
    };
  };

  const startRoom = async (workspace: string, config: string): Promise<{ host: HostConnection; loaded: Loaded }> => {
    const host = await startHost(hostStart(program, workspace, 'plugins'));
    const timer = setTimeout(() => void host.kill(), LOAD_TIMEOUT_MS);
    try {
      return { host, loaded: (await host.request({ op: 'load', config })) as unknown as Loaded };
    } catch (error) {
      await host.kill();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };

  interface Place {
    readonly workspace: string;
    readonly hostOf: (workspace: string) => Promise<HostConnection>;
    readonly exporters: Map<string, Exporter>;
  }

  /** All of a plug-in or nothing. Returns what takes it back. */
  const register = (plugin: LoadedPlugin, { workspace, hostOf, exporters }: Place): (() => void)[] => {
    const undo: (() => void)[] = [];
    const add = <T>(kind: string, registry: Map<string, T>, name: string, value: T): void => {
      const owner = ownerOf.get(`${kind} ${name}`);
      if (registry.has(name)) {
        const where = owner === undefined ? 'comes with Chronum' : `was brought by a plug-in of ${owner}`;
        throw new Error(`its ${kind} \`${name}\` has the name of one that ${where}`);
      }
      registry.set(name, value);
      ownerOf.set(`${kind} ${name}`, workspace);
      undo.push(() => {
        registry.delete(name);
        ownerOf.delete(`${kind} ${name}`);
      });
    };
    try {
      for (const one of plugin.executors) add('executor', executors, one.name, pluginExecutor(one, hostOf) as Executor);
      for (const { name, functions } of plugin.frames) add('frame', frames, name, pluginFrame(name, functions));
      for (const hook of plugin.hooks) {
        const attached: AttachedHook = hooks.attach(pluginHook(plugin.name, hook, workspace, hostOf));
        undo.push(() => attached.detach());
      }
      for (const { name, description, extension } of plugin.exporters) {
        exporters.set(name, {
          name,
          description,
          extension,
          export: async (events) => {
            const host = await hostOf(workspace);
            return String(await host.request({ op: 'export', exporter: name, events: events as unknown as Json }));
          },
        });
      }
      return undo;
    } catch (error) {
      for (const step of undo) step();
      throw error;
    }
  };

  return {
    ensure(workspace) {
      if (closed) return Promise.resolve();
      const busy = looking.get(workspace);
      if (busy !== undefined) return busy;
      if (performance.now() - (lookedAt.get(workspace) ?? Number.NEGATIVE_INFINITY) < LOOK_MS) return Promise.resolve();
      const done = look(workspace)
        .catch((error: unknown) => report(`The plug-ins of ${workspace} are not there: ${messageOf(error)}`))
        .finally(() => {
          looking.delete(workspace);
          lookedAt.set(workspace, performance.now());
        });
      looking.set(workspace, done);
      return done;
    },
    generation: () => generation,
    exporters: (workspace) => rooms.get(workspace)?.exporters ?? new Map(),
    async close() {
      closed = true;
      await Promise.all(looking.values());
      await Promise.all([...rooms.values()].map((room) => room.close()));
      rooms.clear();
    },
  };
}

async function stampOf(files: readonly string[]): Promise<string> {
  const stamps = files.map(async (file) => {
    const found = await stat(file, { bigint: true }).catch(() => null);
    return found === null ? '' : `${found.mtimeNs} ${found.size} ${found.ino}`;
  });
  return (await Promise.all(stamps)).join('\n');
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
