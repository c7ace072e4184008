import { describe, expect, it } from 'vitest';
import { createTypingRuns, labelFor, type TypedChange } from './typing-runs.ts';

const typed = (from: number, at: number, more: Partial<TypedChange> = {}): TypedChange => ({
  userEvent: 'input.type',
  from,
  to: from + 1,
  oldTo: from,
  hasLineEnd: false,
  at,
  ...more,
});

/** The number of entries that the changes make. */
function entries(...changes: readonly TypedChange[]): number {
  const runs = createTypingRuns();
  return new Set(changes.map(runs.markFor)).size;
}

describe('what is one entry of the history', () => {
  it('is what is typed in one go', () => {
    expect(entries(typed(4, 0), typed(5, 200), typed(6, 900))).toBe(1);
  });

  it('ends with a pause, at another place, and at a line end', () => {
    expect(entries(typed(4, 0), typed(5, 1_000))).toBe(2);
    expect(entries(typed(4, 0), typed(40, 10))).toBe(2);
    expect(entries(typed(4, 0), typed(5, 10, { hasLineEnd: true }), typed(6, 20))).toBe(2);
  });

  it('is typing or deleting, not both, and a paste alone', () => {
    const removed = (from: number, at: number) =>
      typed(from, at, { userEvent: 'delete.backward', to: from, oldTo: from + 1 });
    expect(entries(removed(9, 0), removed(8, 10), removed(7, 20))).toBe(1);
    expect(entries(typed(4, 0), removed(4, 10))).toBe(2);
    expect(entries(typed(4, 0, { userEvent: 'input.paste' }), typed(5, 10, { userEvent: 'input.paste' }))).toBe(2);
  });
});

it('names what was done', () => {
  expect(['input.type.compose', 'delete.cut', 'delete.backward', 'move.line', 'x'].map(labelFor)).toEqual([
    'Typing',
    'Cut text',
    'Delete text',
    'Move lines',
    'Change text',
  ]);
});
