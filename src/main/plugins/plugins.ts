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
import { type Decode, decode } from './plugin-codec.ts';
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
  /** Readers of formats of flow files, by extension. */
  codecs(workspace: string): ReadonlyMap<string, Decode>;
  /** Something about its trust changed: the next `ensure` looks, however lately the last one was. */
  lookAgain(workspace: string): void;
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

/** What a host said that it loaded, with the times and sizes of the files that it was made from. */
interface LoadedRoom {
  readonly host: HostConnection;
  readonly loaded: Loaded;
  readonly stamp: string;
}

/** The plug-ins of one workspace. */
interface Room {
  readonly stamp: string;
  readonly files: readonly string[];
  readonly exporters: ReadonlyMap<string, Exporter>;
  readonly codecs: ReadonlyMap<string, Decode>;
  /** Takes everything back at once. What runs in the host goes on to its end; then the host leaves. */
  leave(): Promise<void>;
  kill(): Promise<void>;
}

const LOAD_TIMEOUT_MS = 20_000;
/** Files are looked at again after this long. */
const LOOK_MS = 500;

/** Of a configuration that cannot be loaded. */
const NOTHING: Omit<Room, 'stamp' | 'files'> = {
  exporters: new Map(),
  codecs: new Map(),
  leave: async () => undefined,
  kill: async () => undefined,
};

export function createPlugins(parts: PluginsParts): Plugins {
  const { executors, frames, hooks, report, program } = parts;
  const rooms = new Map<string, Room>();
  const looking = new Map<string, Promise<void>>();
  const lookedAt = new Map<string, number>();
  /** Hosts that finish what they have begun. */
  const leaving = new Map<Room, Promise<void>>();
  /** By name: which workspace an executor or a frame is from. */
  const ownerOf = new Map<string, string>();
  /** Told once, and again when there is another reason. */
  const refusedBy = new Map<string, string>();
  let generation = 0;
  let closed = false;

  /** New plug-ins are there before the old ones go, so that no run finds neither. */
  const look = async (workspace: string): Promise<void> => {
    const config = join(workspace, CONFIG_FILE);
    const room = rooms.get(workspace);
    if (room === undefined && !existsSync(config)) return;
    if (room !== undefined && room.stamp === (await stampOf(room.files))) return;
    const isThere = existsSync(config) && !closed;
    const refusal = isThere ? await parts.refusal(workspace, config) : null;
    if (!isThere || refusal !== null) {
      leave(workspace, room);
      if (refusal === null) return;
      if (refusedBy.get(workspace) !== refusal) report(refusal);
      refusedBy.set(workspace, refusal);
      return;
    }
    refusedBy.delete(workspace);
    const stamp = await stampOf([config]);
    const loaded = await startRoom(workspace, config).catch((error: unknown) => {
      report(`${config} could not be loaded, and no plug-in of it: ${messageOf(error)}`);
      return null;
    });
    leave(workspace, room);
    // Not tried again before the file changes.
    if (loaded === null) rooms.set(workspace, { ...NOTHING, stamp, files: [config] });
    else if (closed) await loaded.host.kill();
    else rooms.set(workspace, enter(workspace, config, loaded));
    generation++;
  };

  const leave = (workspace: string, room: Room | undefined): void => {
    if (room === undefined) return;
    rooms.delete(workspace);
    generation++;
    const left = room.leave().finally(() => leaving.delete(room));
    leaving.set(room, left);
  };

  /** Adds what a host brought to what the studio has. */
  const enter = (workspace: string, config: string, first: LoadedRoom): Room => {
    let current: HostConnection = first.host;
    let isOpen = true;
    let starting: Promise<HostConnection> | undefined;
    /** One that died, or had to be ended, is started again for the next who asks. */
    const hostOf = async (from: string): Promise<HostConnection> => {
      if (from !== workspace || !isOpen) throw new Error(`its plug-in is not loaded for ${from}`);
      if (!current.isGone) return current;
      starting ??= startRoom(workspace, config)
        .then(({ host }) => {
          current = host;
          return host;
        })
        .finally(() => {
          starting = undefined;
        });
      return starting;
    };
    const undo: (() => void)[] = [];
    const exporters = new Map<string, Exporter>();
    const codecs = new Map<string, Decode>();
    const { problems, plugins, files } = first.loaded;
    for (const problem of problems) report(problem);
    for (const plugin of plugins) {
      try {
        undo.push(...register(plugin, { workspace, hostOf, exporters, codecs }));
      } catch (error) {
        report(`The plug-in ${plugin.name} is left out: ${messageOf(error)}`);
      }
    }
    const close = () => {
      isOpen = false;
      for (const step of undo.splice(0)) step();
    };
    return {
      stamp: first.stamp,
      files,
      exporters,
      codecs,
      leave: () => {
        close();
        return current.retire();
      },
      kill: () => {
        close();
        return current.kill();
      },
    };
  };

  const startRoom = async (workspace: string, config: string): Promise<LoadedRoom> => {
    const host = await startHost(hostStart(program, workspace, 'plugins'));
    const timer = setTimeout(() => void host.kill(), LOAD_TIMEOUT_MS);
    try {
      const loaded = (await host.request({ op: 'load', config })) as unknown as Loaded;
      return { host, loaded, stamp: await stampOf(loaded.files) };
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
    readonly codecs: Map<string, Decode>;
  }

  /** All of a plug-in or nothing. Returns what takes it back. */
  const register = (plugin: LoadedPlugin, { workspace, hostOf, exporters, codecs }: Place): (() => void)[] => {
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
      for (const { name, extensions } of plugin.codecs) {
        for (const extension of extensions) {
          if (codecs.has(extension)) throw new Error(`its codec \`${name}\` reads \`.${extension}\`, as another does`);
          codecs.set(extension, (text, file) => decode(hostOf(workspace), { codec: name, text, file }));
          undo.push(() => codecs.delete(extension));
        }
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
    codecs: (workspace) => rooms.get(workspace)?.codecs ?? new Map(),
    lookAgain: (workspace) => void lookedAt.delete(workspace),
    async close() {
      closed = true;
      await Promise.all(looking.values());
      await Promise.all([...rooms.values(), ...leaving.keys()].map((room) => room.kill()));
      await Promise.all(leaving.values());
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
