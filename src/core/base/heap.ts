/** A binary min-heap over numbers (ranks or instants), each with a payload-free key; duplicates are allowed. */
export interface Heap<T> {
  readonly size: number;
  push(item: T): void;
  peek(): T | undefined;
  pop(): T | undefined;
  /** The first `count` items in order, leaving the heap as it is. O(count log count). */
  smallest(count: number): T[];
  /** Another heap, with what `convert` makes of each item. It must keep their order. O(size). */
  map(convert: (item: T) => T): Heap<T>;
}

export const createHeap = <T>(before: (a: T, b: T) => boolean): Heap<T> => heapOf([], before);

/** `items` lie as a heap already; they become the heap's own. */
function heapOf<T>(items: T[], before: (a: T, b: T) => boolean): Heap<T> {
  const swap = (i: number, j: number) => {
    const held = items[i]!;
    items[i] = items[j]!;
    items[j] = held;
  };
  const rise = (from: number) => {
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(items[i]!, items[parent]!)) return;
      swap(i, parent);
      i = parent;
    }
  };
  const sink = (from: number) => {
    let i = from;
    for (;;) {
      const left = 2 * i + 1;
      if (left >= items.length) return;
      const right = left + 1;
      const child = right < items.length && before(items[right]!, items[left]!) ? right : left;
      if (!before(items[child]!, items[i]!)) return;
      swap(i, child);
      i = child;
    }
  };

  return {
    get size() {
      return items.length;
    },
    push(item) {
      items.push(item);
      rise(items.length - 1);
    },
    peek: () => items[0],
    pop() {
      const first = items[0];
      const last = items.pop();
      if (items.length > 0 && last !== undefined) {
        items[0] = last;
        sink(0);
      }
      return first;
    },
    smallest(count) {
      if (items.length === 0 || count <= 0) return [];
      if (count === 1 || items.length === 1) return [items[0]!];
      const found: T[] = [];
      const frontier = createHeap<number>((a, b) => before(items[a]!, items[b]!));
      frontier.push(0);
      while (found.length < count) {
        const index = frontier.pop();
        if (index === undefined) break;
        found.push(items[index]!);
        if (2 * index + 1 < items.length) frontier.push(2 * index + 1);
        if (2 * index + 2 < items.length) frontier.push(2 * index + 2);
      }
      return found;
    },
    map: (convert) => heapOf(items.map(convert), before),
  };
}
