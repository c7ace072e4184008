import type { Json } from '../core/base/json.ts';
import type { ConfigSchema, Plugin, PluginExecutor } from '../sdk/plugin.ts';
import type { LoadedExecutor, LoadedPlugin } from './protocol.ts';

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const FRAME_FUNCTIONS = ['fold', 'decide', 'timer', 'shift'] as const;

/** What the studio has to know of a plug-in. Throws when something of it cannot be used. */
export function describePlugin(plugin: Plugin, where: string): LoadedPlugin {
  if (typeof plugin !== 'object' || plugin === null || typeof plugin.name !== 'string' || plugin.name === '') {
    throw new Error(`${where} does not export a plug-in: write \`export default definePlugin({ name, .. })\``);
  }
  const { executors = [], hooks = [], frames = [], codecs = [], exporters = [] } = plugin;
  for (const [kind, list] of Object.entries({ executors, hooks, frames, codecs, exporters })) {
    if (!Array.isArray(list)) throw new Error(`\`${kind}\` must be a list`);
    for (const one of list as readonly { name?: unknown }[]) {
      if (typeof one?.name === 'string' && NAME.test(one.name)) continue;
      throw new Error(`one of its ${kind} has no name of letters, digits, - and _: ${JSON.stringify(one?.name)}`);
    }
  }
  return {
    name: plugin.name,
    executors: executors.map(describeExecutor),
    hooks: hooks.map(({ name, on, timeout }) => ({
      name,
      on: Object.keys(on),
      ...(timeout === undefined ? {} : { timeout }),
    })),
    frames: frames.map((frame) => ({
      name: frame.name,
      functions: Object.fromEntries(
        FRAME_FUNCTIONS.flatMap((key) => {
          const fn = (frame as unknown as Record<string, unknown>)[key];
          return typeof fn === 'function' ? [[key, String(fn)]] : [];
        }),
      ),
    })),
    codecs: codecs.map(({ name, extensions }) => ({ name, extensions })),
    exporters: exporters.map(({ name, description, extension }) => ({ name, description, extension })),
  };
}

function describeExecutor(executor: PluginExecutor): LoadedExecutor {
  const { name, title = name, description = '', icon = 'puzzle', takesScript = 'no', secretFields = [] } = executor;
  if (typeof executor.execute !== 'function') throw new Error(`the executor \`${name}\` has no \`execute\``);
  return { name, title, description, icon, takesScript, secretFields, jsonSchema: jsonSchemaOf(executor.schema, name) };
}

const NOTHING: Json = { type: 'object', additionalProperties: false };

function jsonSchemaOf(schema: ConfigSchema | undefined, executor: string): Json {
  if (schema === undefined) return NOTHING;
  if (!('~standard' in schema)) return schema as Json;
  const standard = schema['~standard'] as { jsonSchema?: { input(options: { target: string }): unknown } };
  if (standard.jsonSchema === undefined) {
    throw new Error(`the schema of \`${executor}\` cannot tell its JSON Schema: give a JSON Schema instead`);
  }
  return standard.jsonSchema.input({ target: 'draft-2020-12' }) as Json;
}
