import type { Flow } from '../flow.ts';
import { ID } from '../schema/scalars.ts';
import { slugOf } from '../schema/slug.ts';
import { allScopes, type Scope } from '../steps.ts';

/** Ids that a step of this list may not have: its siblings', and for the flow's and its handlers' steps each other's. */
export function idsTaken(flow: Flow, scope: Scope): Set<string> {
  const scopes = scope.kind === 'group' ? [scope] : allScopes(flow).filter(({ kind }) => kind !== 'group');
  return new Set(scopes.flatMap(({ steps }) => steps.map(({ id }) => id)));
}

/** The name, or the name with the first number behind it whose id is free. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const isId = ID.test(name);
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : isId ? `${name}-${n}` : `${name} ${n}`;
    if (!taken.has(slugOf(candidate, 0)) && !taken.has(candidate)) return candidate;
  }
}

export const freeId = (id: string, taken: ReadonlySet<string>): string => {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? id : `${id.replace(/-\d+$/, '')}-${n}`;
    if (!taken.has(candidate)) return candidate;
  }
};
