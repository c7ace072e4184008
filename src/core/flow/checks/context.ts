import type { QuickFix } from '../../base/diagnostic.ts';
import { createStepGraph, type NeedsAtom, type NeedsProblem, readNeeds, type StepGraph } from '../../graph/index.ts';
import type { Flow, Needs } from '../flow.ts';
import type { ReadOptions } from '../reading.ts';
import { rawAt } from '../schema/issues.ts';
import { allScopes, placesOf, type Scope, type StepPlace } from '../steps.ts';
import type { Finding, FlowDocument } from '../yaml/document.ts';
import { keySpan, pieceSpan, valueSpan } from '../yaml/locate.ts';
import type { Path } from '../yaml/path.ts';
import { isRawList, isRawMap, type Raw, type RawMap } from '../yaml/plain.ts';

export interface CheckInput {
  readonly document: FlowDocument;
  readonly root: RawMap;
  readonly flow: Flow;
  readonly options: ReadOptions;
}

/** A list of steps with what its checks ask again and again. */
export interface ScopeIndex {
  readonly scope: Scope;
  readonly places: readonly StepPlace[];
  /** The first step of each id. */
  readonly byId: ReadonlyMap<string, StepPlace>;
  readonly needs: readonly StepNeeds[];
  readonly graph: StepGraph;
  /** The list around it, of which it is a group. */
  readonly outer?: ScopeIndex;
}

/** One `needs` of a step: its own, and those of `dependency` frames. */
export interface StepNeeds {
  readonly place: StepPlace;
  readonly path: Path;
  readonly written: Needs;
  readonly atoms: readonly NeedsAtom[];
  readonly problem?: NeedsProblem;
}

/** Every list of steps of a flow, the flow's own first. */
export interface FlowScopes {
  readonly scopes: readonly ScopeIndex[];
  scopeOf(place: StepPlace): ScopeIndex;
}

export interface CheckContext extends CheckInput, FlowScopes {}

export const createContext = (input: CheckInput): CheckContext => ({ ...input, ...scopesOf(input.flow) });

export function scopesOf(flow: Flow): FlowScopes {
  const indexByScope = new Map<Scope, ScopeIndex>();
  for (const scope of allScopes(flow)) {
    const outer = scope.owner === undefined ? undefined : indexByScope.get(scope.owner.scope);
    indexByScope.set(scope, indexOf(scope, outer));
  }
  return { scopes: [...indexByScope.values()], scopeOf: (place) => indexByScope.get(place.scope)! };
}

function indexOf(scope: Scope, outer: ScopeIndex | undefined): ScopeIndex {
  const places = placesOf(scope);
  const byId = new Map<string, StepPlace>();
  for (const place of places) if (!byId.has(place.step.id)) byId.set(place.step.id, place);
  const needs = places.flatMap(needsOf);
  const idsByStep = new Map<StepPlace, string[]>();
  for (const { place, atoms } of needs) {
    idsByStep.set(place, [...(idsByStep.get(place) ?? []), ...atoms.map((atom) => atom.step)]);
  }
  const graph = createStepGraph(places.map((place) => ({ id: place.step.id, needs: idsByStep.get(place) ?? [] })));
  return { scope, places, byId, needs, graph, ...(outer === undefined ? {} : { outer }) };
}

function needsOf(place: StepPlace): StepNeeds[] {
  const found: { written: Needs; path: Path }[] = [];
  const { needs, frames } = place.step;
  if (needs !== undefined) found.push({ written: needs, path: [...place.path, 'needs'] });
  frames?.forEach((entry, i) => {
    if (entry.frame !== 'dependency') return;
    found.push({ written: entry.config as unknown as Needs, path: [...place.path, 'frames', i, 'dependency'] });
  });
  return found.map(({ written, path }) => {
    const read = readNeeds(written);
    return read.ok
      ? { place, path, written, atoms: read.value.atoms }
      : { place, path, written, atoms: [], problem: read.error };
  });
}

/**
 * The path of a value in the file, given its path in the Flow: where a shorthand stands for a list or a map, the levels that are
 * not written fall away.
 */
export function pathInFile(root: RawMap, path: Path): Path {
  const written: (string | number)[] = [];
  let value: Raw | undefined = root;
  for (const part of path) {
    const next: Raw | undefined =
      typeof part === 'number'
        ? isRawList(value)
          ? value[part]
          : undefined
        : isRawMap(value) && Object.hasOwn(value, part)
          ? value[part]
          : undefined;
    if (next === undefined) continue;
    written.push(part);
    value = next;
  }
  return written;
}

interface Said {
  readonly code: string;
  readonly message: string;
  readonly severity?: 'error' | 'warning';
  readonly fix?: QuickFix;
}

export const atKey = ({ document }: CheckInput, path: Path, said: Said): Finding => ({
  severity: 'error',
  ...said,
  span: keySpan(document, path),
  path,
});

export const atValue = ({ document }: CheckInput, path: Path, said: Said): Finding => ({
  severity: 'error',
  ...said,
  span: valueSpan(document, path),
  path,
});

/** At a piece of a text; `offset` counts in the text as the file has it, before anything was trimmed from it. */
export function atPiece(
  { document, root }: CheckInput,
  path: Path,
  piece: { readonly text: string; readonly offset: number; readonly length?: number },
  said: Said,
): Finding {
  const raw = rawAt(root, path);
  const written = typeof raw === 'string' ? raw : typeof raw === 'symbol' ? (raw.description ?? '') : piece.text;
  const shift = Math.max(0, written.indexOf(piece.text));
  const span = pieceSpan(document, path, written, piece.offset + shift, piece.length);
  return { severity: 'error', ...said, span, path };
}
