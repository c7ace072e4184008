import type { Scope } from '../../expression/index.ts';
import { DEFAULT_EXECUTOR } from '../checks/executors.ts';
import type { Flow } from '../flow.ts';
import type { Path } from '../yaml/path.ts';
import type { OutlinedText } from './entry.ts';
import { type Allowed, allowedAt, allowedIn, type JsonSchema } from './schema-at.ts';

/** What is known beside the text. */
export interface Knowledge {
  /** The flow as it could be read last; its steps may have moved since. */
  readonly flow: Flow | null;
  /** What the last run held. */
  readonly last?: Scope | undefined;
  readonly executors: readonly KnownExecutor[];
}

export interface KnownExecutor {
  readonly name: string;
  /** One line. */
  readonly description?: string;
  /** Of its `with`. */
  readonly schema?: JsonSchema;
  /** Fields of `with` in which a secret may stand. */
  readonly secretFields?: readonly string[];
}

/** What may stand at a path: as the format has it, and below `with` as the step's executor has it. */
export function allowedFor(path: Path, { text, entries }: OutlinedText, { flow, executors }: Knowledge): Allowed {
  const at = path.findLastIndex((part, index) => part === 'with' && isBody(path.slice(0, index)));
  if (at === -1) return allowedAt(path);
  const own = entries.find(
    (entry) =>
      entry.path.length === at + 1 &&
      entry.path[at] === 'executor' &&
      path.every((part, i) => i >= at || part === entry.path[i]),
  );
  const written =
    own === undefined ? undefined : text.slice(own.valueStart, own.valueEnd).replace(/^(["'])(.*)\1$/, '$2');
  const name = written ?? flow?.defaults?.executor ?? DEFAULT_EXECUTOR;
  const schema = executors.find((executor) => executor.name === name)?.schema;
  if (schema === undefined) return allowedAt(path);
  const found = allowedIn(schema, path.slice(at + 1));
  return at === path.length - 1 ? { ...found, description: allowedAt(path).description } : found;
}

/** Whether `with` directly below a path is that of a step, or of what takes its place. */
const isBody = (path: Path): boolean =>
  typeof path.at(-1) === 'number' || path.at(-1) === 'else' || path.at(-1) === 'fallback' || path.at(-1) === 'defaults';
