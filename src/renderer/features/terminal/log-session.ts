import type { LogPage } from '../../../contract/logs.ts';
import type { LogPiece } from '../../../contract/models.ts';
import { client } from '../../shared/client/client.ts';
import { follow } from '../../shared/client/follow.ts';
import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';
import type { LogTerminal } from './create-terminal.ts';
import { cutWindow, fromLineStart } from './log-window.ts';
import { createLogWriter } from './log-writer.ts';

export interface AttemptKey {
  readonly runId: string;
  readonly stepId: string;
  readonly branch: string;
  readonly attempt: number;
}

/** What of a log is shown. */
export interface LogView {
  /** Byte offsets of what the terminal holds, `to` not included, and the size of the log as far as it is known. */
  readonly from: number;
  readonly to: number;
  readonly size: number;
  /** Its end is shown, and what is printed comes to it. */
  readonly isFollowing: boolean;
  readonly isLoading: boolean;
  /** Scrolled to the last line of what the terminal holds. */
  readonly isAtEnd: boolean;
  /** The attempt is over and all of its output is here. */
  readonly isComplete: boolean;
}

export const NO_LOG: LogView = {
  from: 0,
  to: 0,
  size: 0,
  isFollowing: true,
  isLoading: false,
  isAtEnd: true,
  isComplete: false,
};

/** Where in the terminal the line that one looks for comes to stand. */
export type Place = 'top' | 'middle' | 'bottom';

/** A log opens at its end: this much of it is read. */
const TAIL_BYTES = 1024 * 1024;
/** Read on each side of where one looks. */
const AROUND_BYTES = 512 * 1024;

export interface LogSession {
  /** Shows the line that this byte of the log lies in. Resolves to its row in the buffer; null when something else was asked for. */
  show(offset: number, place: Place): Promise<number | null>;
  /** Shows the end, and what comes to it. */
  toEnd(): void;
  /** One more screen of the log beyond what the terminal holds, if there is more. */
  earlier(): void;
  later(): void;
  /** Only what was printed until this instant, in milliseconds since the epoch; null for all of it. */
  showMoment(at: number | null): void;
  dispose(): void;
}

/**
 * The output of one attempt in a terminal. However large the log is, the terminal holds a part of it: its end, which goes on as more
 * is printed, or what lies around the place that was asked for.
 */
export function createLogSession(
  log: LogTerminal,
  key: AttemptKey,
  tell: (part: Partial<LogView>) => void,
): LogSession {
  const { terminal, times } = log;
  const writer = createLogWriter(terminal, times);
  let view = NO_LOG;
  let turn = 0;
  let moment: number | null = null;
  let stop = () => {};

  const change = (part: Partial<LogView>) => {
    view = { ...view, ...part };
    tell(part);
  };

  /** Whatever was on its way is not wanted any more. */
  const begin = (part: Partial<LogView>): number => {
    stop();
    stop = () => {};
    writer.reset();
    change({ isLoading: false, ...part });
    return ++turn;
  };

  const toEnd = () => {
    begin({ ...NO_LOG, size: view.size });
    let next: number | undefined;
    stop = follow({
      open: (signal) => client.logs.follow({ key, from: next ?? -TAIL_BYTES }, { signal }),
      onItem: ({ pieces }) => {
        const [first] = pieces;
        const last = pieces.at(-1);
        if (first === undefined || last === undefined) return;
        const isFirst = next === undefined;
        next = last.offset + last.bytes.length;
        writer.write(isFirst ? fromLineStart(pieces) : pieces);
        change({ ...(isFirst && { from: first.offset }), to: next, size: Math.max(view.size, next) });
      },
      onEnd: () => change({ isComplete: true }),
      onRefused: () => change({ isComplete: true }),
    });
  };

  const show = async (offset: number, place: Place): Promise<number | null> => {
    const mine = begin({ isFollowing: false, isLoading: true });
    const [from, to] = [Math.max(0, offset - AROUND_BYTES), offset + AROUND_BYTES];
    const page = await read(key, from, to, moment).catch((error: unknown) => {
      notify('error', failureText(error, 'The output was not read'));
      return null;
    });
    if (mine !== turn) return null;
    if (page === null) {
      toEnd();
      return null;
    }
    const cut = cutWindow(page.pieces, offset);
    await writer.writeAll(split(cut.pieces, cut.line, false));
    if (mine !== turn) return null;
    const marker = terminal.registerMarker(0);
    await writer.writeAll(split(cut.pieces, cut.line, true));
    if (mine !== turn) return null;
    const row = Math.max(0, marker.line);
    marker.dispose();
    terminal.scrollToLine(Math.max(0, row - Math.round((terminal.rows - 1) * SHARE[place])));
    change({ from: cut.from, to: cut.to, size: page.size, isLoading: false, isComplete: true });
    return row;
  };

  const rendering = terminal.onRender(() => {
    const { viewportY, baseY } = terminal.buffer.active;
    if (viewportY >= baseY !== view.isAtEnd) change({ isAtEnd: viewportY >= baseY });
  });

  const toMoment = async (at: number) => {
    const mine = begin({ isFollowing: false });
    const { size } = await read(key, 0, 1, at).catch(() => ({ size: 0 }));
    if (mine === turn) await show(Math.max(0, size - 1), 'bottom');
  };

  toEnd();
  return {
    show,
    toEnd: () => (moment === null ? toEnd() : void toMoment(moment)),
    earlier: () => {
      if (view.from > 0 && !view.isLoading) void show(view.from - 1, 'bottom');
    },
    later: () => {
      if (view.isFollowing || view.isLoading || moment !== null) return;
      if (view.to < view.size) void show(view.to, 'top');
      else if (view.isAtEnd) toEnd();
    },
    showMoment(at) {
      if (at === moment) return;
      moment = at;
      if (at === null) toEnd();
      else void toMoment(at);
    },
    dispose() {
      turn++;
      stop();
      rendering.dispose();
    },
  };
}

const SHARE: Readonly<Record<Place, number>> = { top: 0, middle: 0.4, bottom: 1 };

async function read(key: AttemptKey, from: number, to: number | undefined, moment: number | null): Promise<LogPage> {
  const range = { from, ...(to !== undefined && { to }), ...(moment !== null && { until: moment }) };
  for await (const page of await client.logs.read({ key, ...range })) return page;
  return { pieces: [], size: 0 };
}

/** What lies before a byte of the log, or from it on. */
const split = (pieces: readonly LogPiece[], at: number, isAfter: boolean): LogPiece[] =>
  pieces.flatMap((piece) => {
    const cut = Math.min(piece.bytes.length, Math.max(0, at - piece.offset));
    const bytes = isAfter ? piece.bytes.subarray(cut) : piece.bytes.subarray(0, cut);
    return bytes.length === 0 ? [] : [{ ...piece, offset: isAfter ? piece.offset + cut : piece.offset, bytes }];
  });
