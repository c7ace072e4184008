import type { TextEdit } from '../../base/diagnostic.ts';
import type { Json } from '../../base/json.ts';
import type { Problem } from '../../base/result.ts';
import type { Path } from '../yaml/path.ts';

/** A change of a flow file, as data. Paths are those of the file: `['steps', 2, 'retry', 'limit']`. */
export type FlowEdit =
  /** Gives a value to a key or list entry. A key that is not there yet is added, with the maps around it. */
  | { readonly op: 'set'; readonly path: Path; readonly value: Json }
  /** The same with YAML text as it is to stand there, on one line. */
  | { readonly op: 'set-source'; readonly path: Path; readonly source: string }
  /** Puts a new entry where the path says: a list moves up from there; a map takes it at `index`, else at its usual place. */
  | { readonly op: 'insert'; readonly path: Path; readonly value: Json; readonly index?: number }
  /** Puts an entry into a list as YAML text: a list of one entry, with the comments above it (see `entrySource`). */
  | { readonly op: 'insert-source'; readonly path: Path; readonly source: string }
  | { readonly op: 'remove'; readonly path: Path }
  /** Moves an entry of a list or map so that it stands at `to` afterwards, with the comments attached to it. */
  | { readonly op: 'move'; readonly path: Path; readonly to: number }
  /** Gives a step another id, everywhere: in needs, fallback, else and expressions. `path` is that of the step. */
  | { readonly op: 'rename-step'; readonly path: Path; readonly to: string };

export interface EditedText {
  readonly text: string;
  /** Replacements in the text before, in order and not touching each other. */
  readonly edits: readonly TextEdit[];
  /** Replacements in the text after that give the text before: for undo. */
  readonly inverse: readonly TextEdit[];
}

/**
 * Codes: `edit-path-missing`, `edit-not-a-container`, `edit-exists`, `edit-through-alias`, `edit-yaml-broken`, `edit-value-invalid`,
 * `edit-impossible`. Nothing was changed.
 */
export interface EditProblem extends Problem {
  readonly edit: FlowEdit;
}
