import { type Context, createContext, Script } from 'node:vm';
import { ended, type Frame } from '../../core/frames/frame.ts';

type Functions = Readonly<Record<string, string>>;

/** A frame looks at its state and answers: one that takes this long does something else. */
const TIMEOUT_MS = 250;

/**
 * A frame of a plug-in, made from the text of its functions. They run here, because decisions are made at once, in a realm that has
 * neither modules nor clock nor randomness, each call with a time limit. That keeps frames pure; it is no prison for hostile code.
 */
export function pluginFrame(name: string, functions: Functions): Frame {
  const realm = createRealm();
  const compiled = new Map(Object.entries(functions).map(([key, text]) => [key, compile(name, key, text, realm)]));
  const call = (key: string, ...given: unknown[]): unknown => compiled.get(key)?.(given);
  if (!compiled.has('decide')) throw new Error(`the frame \`${name}\` has no \`decide\``);
  return {
    name,
    decide: (context) => {
      try {
        return call('decide', context) as ReturnType<Frame['decide']>;
      } catch (error) {
        const message = `the frame \`${name}\` failed: ${messageOf(error)}`;
        return ended({ status: 'failed', reason: 'invalid-config', error: { kind: 'expression', message } });
      }
    },
    // A state that cannot be made stays as it was: the decision then tells.
    ...(compiled.has('fold')
      ? { fold: (state, event, context) => safely(() => call('fold', state, event, context), state) }
      : {}),
    ...(compiled.has('timer')
      ? { timer: (state) => safely(() => call('timer', state) as number | undefined, undefined) }
      : {}),
    ...(compiled.has('shift') ? { shift: (state, by) => safely(() => call('shift', state, by), state) } : {}),
  };
}

function createRealm(): Context {
  const realm = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  // A decision depends on what happened alone: the same events give the same run.
  new Script(`'use strict';
    for (const name of ['Date', 'Intl', 'SharedArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry']) delete globalThis[name];
    delete Math.random;
    Object.freeze(Math);`).runInContext(realm);
  return realm;
}

/** A function, or a method in its short form, which is none by itself. */
function compile(frame: string, key: string, text: string, realm: Context): (given: readonly unknown[]) => unknown {
  const filename = `frame:${frame}.${key}`;
  const slot = `__${key}`;
  const define = (source: string) =>
    new Script(`'use strict'; globalThis[${JSON.stringify(slot)}] = ${source};`, { filename }).runInContext(realm);
  try {
    define(`(${text})`);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SyntaxError') throw error;
    define(`({ ${text} })[${JSON.stringify(key)}]`);
  }
  const run = new Script(`globalThis[${JSON.stringify(slot)}](...__given)`, { filename });
  return (given) => {
    // Calls nest: a frame asks its child, which may be one of the same kind.
    const outer = realm.__given as unknown;
    realm.__given = given;
    try {
      return run.runInContext(realm, { timeout: TIMEOUT_MS });
    } finally {
      realm.__given = outer;
    }
  };
}

function safely<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

/** Errors of another realm are no instances of ours. */
const messageOf = (error: unknown): string => String((error as { message?: unknown } | null)?.message ?? error);
