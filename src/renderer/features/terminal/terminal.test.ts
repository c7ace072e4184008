import { describe, expect, it } from 'vitest';
import type { LogPiece } from '../../../contract/models.ts';
import { createBacklog } from './backlog.ts';
import { hexOf } from './terminal-theme.ts';

const piece = (offset: number, length: number): LogPiece => ({
  offset,
  at: 0,
  stream: 'stdout',
  bytes: new Uint8Array(length),
});

describe('the backlog of a terminal', () => {
  it('hands out pieces in order', () => {
    const backlog = createBacklog();
    backlog.add([piece(0, 10), piece(10, 10)]);
    expect(backlog.take()).toMatchObject({ piece: { offset: 0 }, skipped: 0 });
    expect(backlog.take()).toMatchObject({ piece: { offset: 10 }, skipped: 0 });
    expect(backlog.take()).toBeUndefined();
  });

  it('leaves the oldest out when too much waits, and tells how much', () => {
    const backlog = createBacklog(100, 30);
    backlog.add(Array.from({ length: 12 }, (_, index) => piece(index * 10, 10)));
    expect(backlog.take()).toMatchObject({ piece: { offset: 90 }, skipped: 90 });
    expect(backlog.take()).toMatchObject({ piece: { offset: 100 }, skipped: 0 });
  });

  it('keeps the newest piece, however large', () => {
    const backlog = createBacklog(100, 30);
    backlog.add([piece(0, 50), piece(50, 500)]);
    expect(backlog.take()).toMatchObject({ piece: { offset: 50 }, skipped: 50 });
  });
});

describe('hexOf', () => {
  it('writes colours as xterm wants them', () => {
    expect(hexOf('rgb(20, 24, 32)')).toBe('#141820');
    expect(hexOf('rgba(255, 0, 7, 0.5)')).toBe('#ff0007');
  });
});
