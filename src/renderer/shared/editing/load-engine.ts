import type * as engineModule from './engine.ts';

type Engine = typeof engineModule;

let engine: Engine | undefined;
let loading: Promise<Engine> | undefined;

/** What edits and reads texts. Loaded once, beside the first paint. */
export function loadEngine(): Promise<Engine> {
  loading ??= import('./engine.ts').then((loaded) => {
    engine = loaded;
    return loaded;
  });
  return loading;
}

export const loadedEngine = (): Engine | undefined => engine;
