/** Lists up to this length take no more memory than they need. */
const SHORT = 4;

/**
 * The list with one more item; use it in place of the one given. Pushing onto an empty array makes room for seventeen items: with three
 * short lists in each of ten thousand steps that is most of their memory.
 */
export function withItem<T>(list: T[], item: T): T[] {
  if (list.length < SHORT) return [...list, item];
  list.push(item);
  return list;
}
