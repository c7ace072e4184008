/**
 * The key of a row that is known by its place in the file alone: it stays the same while its name or its value is changed, so that
 * the focus stays in it.
 */
export const rowKey = (index: number): string => `row-${index}`;
