import type { RunConcurrency } from '../../core/flow/flow.ts';

/** A run that asks for its place in a group. */
export interface Candidate {
  /** Begins it: at once, or when a place has become free. */
  readonly start: () => void;
  /** It stays behind others for now. */
  readonly wait: () => void;
  /** It never begins: there is no place, and none to wait in. */
  readonly skip: () => void;
  /** A newer one takes its place, whether it runs or waits. */
  readonly cancel: () => void;
}

interface Group {
  readonly running: Set<Candidate>;
  readonly waiting: Candidate[];
  readonly limit: number;
}

/** The places of concurrency groups as the engine gives them, for runs that are only pretended. */
export interface PretendedGroups {
  ask(candidate: Candidate, flowId: string, concurrency: RunConcurrency): void;
  /** It has ended: its place goes to who waits longest. */
  leave(candidate: Candidate, flowId: string, concurrency: RunConcurrency): void;
}

const DEFAULT_MOST_QUEUED = 100;

/** A limit that is a template is not known ahead, and taken to be the usual one. */
const limitOf = ({ limit = 1 }: RunConcurrency): number => (typeof limit === 'number' ? limit : 1);

/** What a template names is not known ahead either: a group of the flow's own. */
const keyOf = (flowId: string, { group }: RunConcurrency): string =>
  group.includes('${{') ? `${flowId} ${group}` : group;

/** `declared` are the rules of all flows there are: the limit of a group is the smallest of them. */
export function createPretendedGroups(
  declared: readonly { readonly flowId: string; readonly concurrency: RunConcurrency }[],
): PretendedGroups {
  const limits = new Map<string, number>();
  for (const { flowId, concurrency } of declared) {
    const key = keyOf(flowId, concurrency);
    limits.set(key, Math.min(limits.get(key) ?? Number.POSITIVE_INFINITY, limitOf(concurrency)));
  }
  const groups = new Map<string, Group>();

  const groupOf = (flowId: string, concurrency: RunConcurrency): Group => {
    const key = keyOf(flowId, concurrency);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const group = { running: new Set<Candidate>(), waiting: [], limit: limits.get(key) ?? limitOf(concurrency) };
    groups.set(key, group);
    return group;
  };

  const begin = (group: Group, candidate: Candidate) => {
    group.running.add(candidate);
    candidate.start();
  };

  return {
    ask(candidate, flowId, concurrency) {
      const group = groupOf(flowId, concurrency);
      const { onConflict = 'queue', maxQueued = DEFAULT_MOST_QUEUED } = concurrency;
      if (group.running.size < group.limit) begin(group, candidate);
      else if (onConflict === 'skip' || group.waiting.length >= maxQueued) candidate.skip();
      else if (onConflict === 'cancel-in-progress') {
        const before = [...group.running, ...group.waiting.splice(0)];
        group.running.clear();
        for (const other of before) other.cancel();
        begin(group, candidate);
      } else {
        group.waiting.push(candidate);
        candidate.wait();
      }
    },
    leave(candidate, flowId, concurrency) {
      const group = groupOf(flowId, concurrency);
      if (!group.running.delete(candidate)) return;
      const next = group.waiting.shift();
      if (next !== undefined) begin(group, next);
    },
  };
}
