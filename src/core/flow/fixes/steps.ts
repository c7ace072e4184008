import type { FlowEdit } from '../edit/model.ts';
import { rawAt } from '../schema/issues.ts';
import type { Path } from '../yaml/path.ts';
import { isRawList, isRawMap } from '../yaml/plain.ts';
import { edits, type Finding, type Fix, type FixMaker, freeId, nameOfEntry, removal, stepOf } from './fix.ts';

export const removeEntry: FixMaker = (finding) =>
  finding.path.length === 0 || rawAt(finding.root, finding.path) === undefined
    ? []
    : [edits(`Remove ${nameOfEntry(finding.path)}`, removal(finding, finding.path))];

/** What its holder cannot be without goes with its holder; what the flow cannot be without is not offered. */
export const removeOptional: FixMaker = (finding) => {
  const path = optionalPart(finding.path);
  return path === undefined ? [] : removeEntry({ ...finding, path });
};

function optionalPart(path: Path): Path | undefined {
  const last = path.at(-1);
  if (last === undefined || (path.length === 1 && NEEDED.has(String(last)))) return undefined;
  const isNeeded = path.length > 1 && HOLDS_ITS_OWNER.has(String(last)) && path.at(-2) !== 'with';
  if (isNeeded) return optionalPart(path.slice(0, -1));
  return typeof last === 'number' && path.at(-2) === 'steps' ? undefined : path;
}

const NEEDED: ReadonlySet<string> = new Set(['name', 'steps', 'version']);
/** Keys without which the map that they stand in says nothing: `limit` of a retry, `cron` of a trigger. */
const HOLDS_ITS_OWNER: ReadonlySet<string> = new Set([
  ...['limit', 'for', 'group', 'in', 'on', 'title', 'url', 'worktree'],
  ...['every', 'cron', 'at', 'calendar', 'watch', 'flow', 'webhook', 'mount', 'git', 'app'],
]);

export const stepDuplicate: FixMaker = (finding) => {
  const found = stepOf(finding);
  if (found === undefined) return [];
  const { place } = found;
  const id = freeId(finding.scopes, place.step.id);
  return [
    edits(`Give it the id \`${id}\``, { op: 'set', path: [...place.path, 'id'], value: id }),
    edits('Remove this step', { op: 'remove', path: place.path }),
  ];
};

export const stepNameless: FixMaker = (finding) => {
  const found = stepOf(finding);
  if (found === undefined) return [];
  const { byId } = found.index;
  const position = Number(found.place.path.at(-1)) + 1;
  const isFree = byId.get(`step-${position}`) === found.place;
  const id = isFree ? `step-${position}` : freeId(finding.scopes, 'step');
  return [edits(`Give it the id \`${id}\``, { op: 'insert', path: [...found.place.path, 'id'], value: id, index: 0 })];
};

export const executorUnknown: FixMaker = (finding) => {
  const body = rawAt(finding.root, finding.path.slice(0, -1));
  return isRawMap(body) && body.run !== undefined
    ? [edits('Run it in the shell', { op: 'remove', path: finding.path })]
    : [];
};

export const runMissing: FixMaker = ({ path }) => [
  edits('Let it do nothing for now', { op: 'set', path: [...path, 'executor'], value: 'noop' }),
];

export const runUnused: FixMaker = (finding) => {
  const executor: Path = [...finding.path.slice(0, -1), 'executor'];
  const inShell =
    rawAt(finding.root, executor) === undefined ? [] : [edits('Run it in the shell', { op: 'remove', path: executor })];
  return [edits('Remove `run`', { op: 'remove', path: finding.path }), ...inShell];
};

/** A rule that is given twice: one of the two goes. */
export const frameAndSugar: FixMaker = (finding) => {
  const found = stepOf(finding);
  const key = String(finding.path.at(-1));
  const frame = /as `([^`]+)`/.exec(finding.diagnostic.message)?.[1];
  const frames = found?.place.step.frames ?? [];
  const at = frames.findIndex((entry) => entry.frame === frame);
  const inList: Fix[] =
    found === undefined || at === -1
      ? []
      : [edits(`Remove \`${frame}\` from \`frames\``, removal(finding, [...found.place.path, 'frames', at]))];
  return [edits(`Remove \`${key}\``, { op: 'remove', path: finding.path }), ...inList];
};

export const frameEntry: FixMaker = (finding) => [
  edits(`Remove this frame`, removal(finding, finding.path.slice(0, -1))),
];

export const elseWithoutIf: FixMaker = (finding) => [
  edits('Remove `else`', { op: 'remove', path: finding.path }),
  edits('Add `if: true`', { op: 'insert', path: [...finding.path.slice(0, -1), 'if'], value: true }),
];

/** A key that must be there, with a value to begin with. */
export const missingKey: FixMaker = (finding) => {
  const key = String(finding.path.at(-1));
  const value = BEGINNINGS[key];
  if (value === undefined || typeof finding.path.at(-1) === 'number') return [];
  const written = key === 'name' ? nameOfFile(finding) : value;
  const edit: FlowEdit =
    key !== 'steps'
      ? { op: 'insert', path: finding.path, value: written, index: 0 }
      : { op: 'set', path: finding.path, value: written };
  return [edits(`Add \`${key}\``, edit)];
};

const BEGINNINGS = {
  name: '',
  steps: [{ id: 'first', run: 'echo hello' }],
  limit: 3,
  for: '10s',
  group: 'one-at-a-time',
  in: [],
} as Readonly<Record<string, string | number | readonly never[] | [{ id: string; run: string }] | undefined>>;

const nameOfFile = ({ document }: Finding): string =>
  (document.file.split(/[\\/]/).at(-1) ?? '').replace(/(\.chronum|\.flow)?\.ya?ml$/, '') || 'flow';

/** `30` in place of `30s`. */
export const durationInvalid: FixMaker = (finding) => {
  const written = rawAt(finding.root, finding.path);
  const text = typeof written === 'symbol' ? (written.description ?? '') : written;
  if (typeof text !== 'string' || !/^\d+(\.\d+)?$/.test(text.trim())) return removeOptional(finding);
  const withUnit = (unit: string): Fix =>
    edits(`Change to \`${text.trim()}${unit}\``, {
      op: 'set-source',
      path: finding.path,
      source: `${text.trim()}${unit}`,
    });
  return [withUnit('s'), withUnit('m'), withUnit('ms')];
};

/** The new name is there already: the old one goes. Or it takes its place. */
export const keyDuplicate: FixMaker = (finding) =>
  finding.path.length === 1 && finding.path[0] === 'retry'
    ? [edits('Remove `retry`', { op: 'remove', path: finding.path })]
    : [];

export const triggerDuplicate: FixMaker = (finding) => {
  const [, at] = finding.path;
  const trigger = finding.flow.triggers?.[Number(at)];
  if (trigger === undefined) return [];
  const raw = rawAt(finding.root, finding.path);
  const taken = new Set((finding.flow.triggers ?? []).map(({ id }) => id));
  let number = 2;
  while (taken.has(`${trigger.type}-${number}`)) number++;
  const id = `${trigger.type}-${number}`;
  return [
    edits('Remove this trigger', removal(finding, finding.path)),
    ...(isRawMap(raw)
      ? [edits(`Give it the id \`${id}\``, { op: 'set', path: [...finding.path, 'id'], value: id })]
      : []),
  ];
};

/** A parameter that is read and not declared; of a trigger, one that is given and not declared. */
export const paramUnknown: FixMaker = (finding) => {
  const isGiven = finding.path[0] === 'triggers' && finding.path[2] === 'params';
  const name = isGiven && finding.path.length === 4 ? String(finding.path[3]) : finding.written;
  if (!/^[A-Za-z_][A-Za-z0-9_-]{0,99}$/.test(name)) return [];
  const add = edits(`Add the parameter \`${name}\``, {
    op: 'set',
    path: ['params', name],
    value: '',
  });
  return isGiven && finding.path.length === 4 ? [add, ...removeEntry(finding)] : [add];
};

export const paramInvalid: FixMaker = (finding) => {
  const isOfSpec = finding.path[0] === 'params' && finding.path.length === 3;
  const isOfTrigger = finding.path[0] === 'triggers' && finding.path[2] === 'params';
  return isOfSpec || isOfTrigger ? removeEntry(finding) : [];
};

export const fallbackCycle: FixMaker = (finding) => {
  const written = rawAt(finding.root, finding.path);
  if (typeof written !== 'string' || isRawList(written)) return [];
  return [edits(`Take \`${written}\` out`, removal(finding, finding.path))];
};
