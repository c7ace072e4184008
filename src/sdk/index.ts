import type { Exporter } from '../core/export/exporter.ts';
import type { Frame } from '../core/frames/frame.ts';
import type { FlowScript } from './flow-script.ts';
import type { Codec, Config, Plugin, PluginExecutor, PluginHook } from './plugin.ts';

export type { FrameContext, Verdict } from '../core/frames/frame.ts';
export type { ChronumEvent } from '../core/run/event.ts';
export type { HookContext, HookedEvent } from '../main/ports/hooks.ts';
export type * from './flow-script.ts';
export type * from './plugin.ts';
export { StepFailure } from './plugin.ts';

/** A flow, as the default export of a `*.flow.ts` file. */
export const defineFlow = (flow: FlowScript): FlowScript => flow;

/** What a workspace adds to the studio, as the default export of its `chronum.config.ts`. */
export const defineConfig = (config: Config): Config => config;

/** A plug-in, as the default export of a package or a file. */
export const definePlugin = (plugin: Plugin): Plugin => plugin;

export const defineExecutor = <Options = unknown>(executor: PluginExecutor<Options>): PluginExecutor<Options> =>
  executor;
export const defineHook = (hook: PluginHook): PluginHook => hook;
/** `fold`, `decide`, `timer` and `shift` are pure and read nothing but what they are given: the studio runs them by their text. */
export const defineFrame = <State>(frame: Frame<State>): Frame<State> => frame;
export const defineCodec = (codec: Codec): Codec => codec;
export const defineExporter = (exporter: Exporter): Exporter => exporter;
