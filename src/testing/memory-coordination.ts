import type { Coordination, PlaceAnswer, PlaceRequest } from '../main/ports/coordination.ts';

/** Coordination in memory; `isOpen` tells whether a run has not finished. */
export function createMemoryCoordination(isOpen: (runId: string) => boolean): Coordination & { changed(): void } {
  const groups = new Map<string, PlaceRequest[]>();
  const counters = new Map<string, Set<string>>();
  const listeners = new Set<() => void>();
  const line = (group: string) => (groups.get(group) ?? []).filter((member) => isOpen(member.runId));
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const standing = (members: readonly PlaceRequest[], holder: string): PlaceAnswer => {
    const places = Math.min(...members.map((member) => member.limit));
    const rank = members.findIndex((member) => member.holder === holder);
    return rank < places ? { state: 'held' } : { state: 'waiting', ahead: rank - places };
  };
  return {
    async request(place) {
      const members = line(place.group);
      if (members.some((member) => member.holder === place.holder)) return standing(members, place.holder);
      const places = Math.min(place.limit, ...members.map((member) => member.limit));
      if (members.length >= places + place.maxQueued) return { state: 'full' };
      groups.set(place.group, [...members, place]);
      return standing([...members, place], place.holder);
    },
    async release(group, holder) {
      groups.set(
        group,
        line(group).filter((member) => member.holder !== holder),
      );
      changed();
    },
    members: (group) => line(group).map(({ holder, runId }) => ({ holder, runId })),
    async claim(counter, claim, limit) {
      const claims = counters.get(counter) ?? new Set();
      counters.set(counter, claims);
      if (claims.has(claim)) return { granted: true, count: claims.size };
      if (claims.size >= limit) return { granted: false, count: claims.size };
      claims.add(claim);
      return { granted: true, count: claims.size };
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed,
  };
}
