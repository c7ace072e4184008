import type { Diagnostic, TextEdit } from '../../base/diagnostic.ts';
import type { FlowScopes, ScopeIndex } from '../checks/context.ts';
import type { FlowEdit } from '../edit/model.ts';
import type { Flow } from '../flow.ts';
import { rawAt } from '../schema/issues.ts';
import type { StepPlace } from '../steps.ts';
import type { FlowDocument } from '../yaml/document.ts';
import { formatPath, type Path } from '../yaml/path.ts';
import type { Raw } from '../yaml/plain.ts';

/** One way to mend what a diagnostic says. `label` is what it does, as a button says it. */
export type Fix =
  | { readonly kind: 'edits'; readonly label: string; readonly edits: readonly FlowEdit[] }
  /** Replacements in the text itself, where the place is a piece of a value or the file cannot be read. */
  | { readonly kind: 'text'; readonly label: string; readonly changes: readonly TextEdit[] };

/** What a fix is made from. */
export interface Finding {
  readonly diagnostic: Diagnostic;
  readonly path: Path;
  /** What the diagnostic points at, as the file has it. */
  readonly written: string;
  readonly document: FlowDocument;
  readonly root: Raw;
  readonly flow: Flow;
  readonly scopes: FlowScopes;
}

export type FixMaker = (finding: Finding) => readonly Fix[];

export const edits = (label: string, ...list: readonly FlowEdit[]): Fix => ({ kind: 'edits', label, edits: list });

/** The step in whose text a path lies, with its list. */
export function stepOf({ scopes, path }: Finding): { place: StepPlace; index: ScopeIndex } | undefined {
  let best: StepPlace | undefined;
  for (const { places } of scopes.scopes) {
    for (const place of places) {
      const isIn = place.path.length <= path.length && place.path.every((part, i) => part === path[i]);
      if (isIn && place.path.length > (best?.path.length ?? 0)) best = place;
    }
  }
  return best && { place: best, index: scopes.scopeOf(best) };
}

/** Takes an entry away; with the last of a list or map, the list or map too. */
export function removal(finding: Pick<Finding, 'root'>, path: Path): FlowEdit {
  const parent = path.slice(0, -1);
  const container = rawAt(finding.root, parent);
  const isLast = typeof container === 'object' && Object.keys(container).length === 1;
  return isLast && parent.length > 0 && typeof parent.at(-1) === 'string'
    ? removal(finding, parent)
    : { op: 'remove', path };
}

/** `\`key\`` of the entry that is taken away, as its label names it. */
export const nameOfEntry = (path: Path): string => {
  const last = path.at(-1);
  return typeof last === 'string' ? `\`${last}\`` : `\`${formatPath(path)}\``;
};

/** An id that no step of a flow has yet: `build-2`. */
export function freeId(scopes: FlowScopes, wanted: string): string {
  const taken = new Set(scopes.scopes.flatMap(({ byId }) => [...byId.keys()]));
  for (let i = 2; ; i++) if (!taken.has(`${wanted}-${i}`)) return `${wanted}-${i}`;
}
