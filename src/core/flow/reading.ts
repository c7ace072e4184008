import type { Diagnostic } from '../base/diagnostic.ts';
import type { Flow } from './flow.ts';
import type { FlowDocument } from './yaml/document.ts';

export interface ReadOptions {
  /** The name that diagnostics carry. */
  readonly file: string;
  /** Names of executors; those that come with Chronum when absent. */
  readonly knownExecutors?: readonly string[];
  /** Names of frames that plug-ins registered. */
  readonly knownFrames?: readonly string[];
  /** By executor: fields of `with` in which a secret may stand, as dotted paths with `*` for any key. */
  readonly secretFields?: Readonly<Record<string, readonly string[]>>;
}

export interface FlowReading {
  /** Null when there is an error. */
  readonly flow: Flow | null;
  /** What could be read in spite of errors: to be shown, never run. */
  readonly draft: Flow | null;
  /** In the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
  /** Line (from 1) of each step by id; steps of a group as `group/step`. */
  readonly lines: { readonly steps: Readonly<Record<string, number>> };
  readonly document: FlowDocument;
}
