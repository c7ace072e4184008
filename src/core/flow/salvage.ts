import type { Flow } from './flow.ts';
import { flowSchema } from './schema/flow.ts';
import { findingsOf, rawAt } from './schema/issues.ts';
import type { Finding, FlowDocument } from './yaml/document.ts';
import { isUnder, type Path } from './yaml/path.ts';
import { isRawList, isRawMap, type Raw, type RawMap } from './yaml/plain.ts';

/** More rounds than any file needs: each takes away what the one before complained of. */
const MAX_ROUNDS = 8;

export interface Salvage {
  readonly findings: readonly Finding[];
  /** The flow without what is wrong with it, so that the rest can be checked too; null when nothing is left. */
  readonly flow: Flow | null;
}

/** Reads values into a Flow. What the schema refuses is reported, left out, and the rest read again. */
export function salvage(document: FlowDocument, root: RawMap): Salvage {
  const findings: Finding[] = [];
  let rest: Raw = root;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const read = flowSchema.safeParse(rest);
    if (read.success) return { findings, flow: read.data };
    const found: readonly Finding[] = findingsOf(document, rest, read.error.issues);
    const earlier = [...findings];
    findings.push(...found.filter(({ path }) => !followsFrom(path, earlier)));
    const pruned: Raw = found.reduce<Raw>((value, finding) => without(value, finding.path), rest);
    if (pruned === rest) break;
    rest = pruned;
  }
  return { findings, flow: null };
}

/** Something was taken away here in an earlier round: that it is missing now is our doing. */
const followsFrom = (path: Path, earlier: readonly Finding[]): boolean =>
  earlier.some((one) => isUnder(one.path, path) || isUnder(path, one.path));

/** Takes the value at fault away, or puts something harmless where a value must be. */
function without(root: Raw, path: Path): Raw {
  const last = path.at(-1);
  if (last === undefined) return root;
  const parent = path.slice(0, -1);
  if (rawAt(root, path) === undefined) return fillIn(root, path);
  if (typeof last === 'number') {
    // Positions must stay: they are the way back to the file.
    return isStepList(parent) ? put(root, path, { executor: 'noop' }) : without(root, parent);
  }
  if (path.length === 1 && last === 'steps') return put(root, path, [{ executor: 'noop' }]);
  return put(root, path, undefined);
}

/** A required key is missing: names get one, anything else is left out with what it belongs to. */
function fillIn(root: Raw, path: Path): Raw {
  if (path.length === 1 && path[0] === 'name') return put(root, path, 'unnamed');
  if (path.length === 1 && path[0] === 'steps') return put(root, path, [{ executor: 'noop' }]);
  return without(root, path.slice(0, -1));
}

const isStepList = (path: Path): boolean => {
  const last = path.at(-1);
  return last === 'steps' || path.at(-2) === 'handlers';
};

/** A copy with another value at the path (undefined: without it). What is missing on the way leaves it as it is. */
function put(root: Raw, path: Path, value: Raw | undefined): Raw {
  const [part, ...rest] = path;
  if (part === undefined) return root;
  if (isRawList(root) && typeof part === 'number') {
    return root.map((item, i) => (i === part ? (rest.length === 0 ? (value ?? item) : put(item, rest, value)) : item));
  }
  if (!isRawMap(root)) return root;
  const copy: Record<string, Raw> = { ...root };
  const inner = rest.length === 0 ? value : copy[part] === undefined ? undefined : put(copy[part], rest, value);
  if (inner === undefined) delete copy[part];
  else copy[part] = inner;
  return copy;
}
