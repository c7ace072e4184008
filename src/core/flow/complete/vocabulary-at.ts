import type { Json } from '../../base/json.ts';
import { isJsonObject } from '../../base/json.ts';
import { type Member, readScope, type Vocabulary } from '../../expression/complete/index.ts';
import { type Scope as ExpressionScope, SECRETS } from '../../expression/index.ts';
import { isUpstreamOf } from '../checks/lookup.ts';
import type { Flow, Step } from '../flow.ts';
import { allSteps, type StepPlace } from '../steps.ts';
import { indexOf } from './flow-index.ts';
import { KNOWN_MEMBERS, ROOT_HELP, STEP_MEMBERS } from './roots.ts';
import type { SiteKind } from './site-of.ts';

/** The names that an expression at a place of a flow may use, with what they held in the last run, where that is known. */
export function vocabularyAt(flow: Flow, site: SiteKind, last?: ExpressionScope): Vocabulary {
  const valued = (path: readonly string[], members: readonly Member[]): readonly Member[] => {
    if (last === undefined) return members;
    return members.map((member) => {
      const value = readScope(last, [...path, member.name]);
      return value === undefined || value === null || path[0] === SECRETS ? member : { ...member, value };
    });
  };
  return {
    members: (path) => {
      const known = knownMembers(flow, site, path);
      const held = path.length === 0 || last === undefined ? undefined : readScope(last, path);
      const names = new Set(known.map(({ name }) => name));
      const seen = isJsonObject(held ?? null) ? Object.keys(held as object).filter((name) => !names.has(name)) : [];
      return valued(path, [...known, ...seen.map((name): Member => ({ name, detail: 'as in the last run' }))]);
    },
  };
}

function knownMembers(flow: Flow, site: SiteKind, path: readonly string[]): readonly Member[] {
  const [root, name, part] = path;
  if (root === undefined) return rootsOf(site);
  if (root === 'steps') {
    if (name === undefined) return stepsFor(flow, site);
    if (part === undefined) return STEP_MEMBERS;
    const step = [...indexOf(flow).inScope(site.place)].find((place) => place.step.id === name)?.step;
    if (part === 'outputs' && path.length === 3) return outputsOf(flow, step);
    return path.length === 3 ? (KNOWN_MEMBERS[`steps.*.${part}`] ?? []) : [];
  }
  if (path.length > 1) return root === 'self' && path.length === 2 ? selfPart(site, name) : [];
  switch (root) {
    case 'params':
      return Object.entries(flow.params ?? {}).map(([param, spec]) => ({
        name: param,
        detail: [spec.type, spec.description].filter(Boolean).join(': '),
      }));
    case 'env':
      return Object.entries(flow.env ?? {})
        .filter(([, text]) => !/\$\{\{\s*secrets\./.test(text))
        .map(([variable, text]) => ({ name: variable, detail: clipped(text) }));
    case 'matrix':
      return axesAround(site.place);
    case SECRETS:
      return secretNames(flow, site);
    default:
      return KNOWN_MEMBERS[root] ?? [];
  }
}

function rootsOf({ roots, secrets, place }: SiteKind): readonly Member[] {
  const usual = roots.filter((root) => isUseful(root, place));
  const names = place === undefined ? [] : itemNames(place).filter((name) => name !== 'item');
  return [
    ...names.map((name): Member => ({ name, detail: 'the item of this instance' })),
    ...usual.map((name): Member => ({ name, ...(ROOT_HELP[name] === undefined ? {} : { detail: ROOT_HELP[name] }) })),
    ...(secrets ? [{ name: SECRETS, detail: 'filled in at the last moment, never stored' }] : []),
  ];
}

/** What has a value in instances alone is only offered in one. */
function isUseful(root: string, place: StepPlace | undefined): boolean {
  if (root === 'matrix') return axesAround(place).length > 0;
  if (root === 'item') return place !== undefined && itemNames(place).length > 0;
  if (root === 'index') return place !== undefined && around(place).some(({ step }) => expansionsOf(step).length > 0);
  return true;
}

/** Those that have ended for certain first; the others are there, but a need is missing. */
function stepsFor(flow: Flow, { place }: SiteKind): readonly Member[] {
  const index = indexOf(flow);
  const seen = new Set<string>();
  const near: Member[] = [];
  const far: Member[] = [];
  for (const other of index.inScope(place)) {
    const { id, name } = other.step;
    if (seen.has(id) || other === place) continue;
    seen.add(id);
    const detail = name !== undefined && name !== id ? { detail: name } : {};
    if (place === undefined || isUpstreamOf(index.scopes, other, place, index.auxiliary))
      near.push({ name: id, ...detail });
    else far.push({ name: id, detail: 'not among the needs of this step', remote: true });
  }
  return [...near, ...far];
}

function outputsOf(flow: Flow, step: Step | undefined): readonly Member[] {
  if (step === undefined) return [];
  const declared = Object.keys(step.outputs ?? {}).map((name): Member => ({ name }));
  const executor = step.executor ?? flow.defaults?.executor;
  const own = executor === undefined ? [] : (KNOWN_MEMBERS[`outputs of ${executor}`] ?? []);
  return [...declared, ...own.filter(({ name }) => !declared.some((one) => one.name === name))];
}

function selfPart(site: SiteKind, part: string | undefined): readonly Member[] {
  if (part === 'outputs') return Object.keys(site.place?.step.outputs ?? {}).map((name) => ({ name }));
  return part === 'error' ? (KNOWN_MEMBERS['steps.*.error'] ?? []) : [];
}

/** The step and the groups that it stands in. */
function around(place: StepPlace): StepPlace[] {
  const places: StepPlace[] = [];
  for (let at: StepPlace | undefined = place; at !== undefined; at = at.scope.owner) places.push(at);
  return places;
}

interface Expansion {
  readonly axes: Readonly<Record<string, Json>>;
  readonly include: unknown;
  readonly as: string | undefined;
}

/** `matrix` and `forEach` of a step, in either of their places. */
function expansionsOf(step: Step): Expansion[] {
  const frames = (step.frames ?? []).flatMap(({ frame, config }) =>
    frame === 'expand' && isJsonObject(config) ? [config as Pick<Step, 'matrix' | 'forEach'>] : [],
  );
  return [step, ...frames].flatMap(({ matrix, forEach }): Expansion[] => [
    ...(matrix === undefined
      ? []
      : [{ axes: matrix.axes as Readonly<Record<string, Json>>, include: matrix.include, as: undefined }]),
    ...(forEach === undefined ? [] : [{ axes: {}, include: undefined, as: forEach.as }]),
  ]);
}

function axesAround(place: StepPlace | undefined): readonly Member[] {
  const found = new Map<string, Member>();
  for (const { step } of place === undefined ? [] : around(place)) {
    for (const { axes, include, as } of expansionsOf(step)) {
      for (const [name, values] of Object.entries(axes)) {
        if (!found.has(name))
          found.set(name, { name, detail: clipped(Array.isArray(values) ? values.join(', ') : String(values)) });
      }
      for (const entry of Array.isArray(include) ? include : []) {
        for (const name of Object.keys(entry as object))
          if (!found.has(name)) found.set(name, { name, detail: 'by include' });
      }
      if (as !== undefined && !found.has(as)) found.set(as, { name: as, detail: 'the item of this instance' });
    }
  }
  return [...found.values()];
}

/** Names that `forEach` gives to the item of an instance. */
export const itemNames = (place: StepPlace): string[] => [
  ...new Set(
    around(place).flatMap(({ step }) => expansionsOf(step).flatMap(({ as }) => (as === undefined ? [] : [as]))),
  ),
];

function secretNames(flow: Flow, { place }: SiteKind): readonly Member[] {
  const listed = [
    ...(flow.secrets ?? []),
    ...(place?.step.secrets ?? []),
    ...allSteps(flow).flatMap(({ step }) => step.secrets ?? []),
  ];
  return [...new Set(listed.map(({ name }) => name))].map((name) => ({ name }));
}

const clipped = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
