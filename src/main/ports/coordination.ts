/** A place in a concurrency group, asked for by a run or by an attempt of a step. */
export interface PlaceRequest {
  readonly group: string;
  /** Unique in the group: asking again changes nothing. */
  readonly holder: string;
  readonly runId: string;
  /** How many may have a place; the smallest that anyone in the group asks for counts. */
  readonly limit: number;
  /** How many may wait; more are turned away. */
  readonly maxQueued: number;
}

export type PlaceAnswer =
  | { readonly state: 'held' }
  | { readonly state: 'waiting'; readonly ahead: number }
  | { readonly state: 'full' };

export interface GroupMember {
  readonly holder: string;
  readonly runId: string;
}

/** What concurrent runs agree on through the store, whichever process they run in. Everything is durable and idempotent. */
export interface Coordination {
  /** Joins the line of a group, or tells how the holder stands in it. First come, first served. */
  request(place: PlaceRequest): Promise<PlaceAnswer>;
  /** Leaves a group. The end of a run frees its places by itself. */
  release(group: string, holder: string): Promise<void>;
  /** Who is in line, first those who have a place. */
  members(group: string): GroupMember[];
  /**
   * Counts a claim unless the counter has reached its limit; one that was counted before is granted again. `count` is the number
   * of claims after this.
   */
  claim(counter: string, claim: string, limit: number): Promise<{ readonly granted: boolean; readonly count: number }>;
  /** Calls `listener` when places may have become free, in any process. Returns a function that ends it. */
  watch(listener: () => void): () => void;
}
