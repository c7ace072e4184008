import { blockText, isBlockSafe, isPlainSafe, type Quotes, scalarText } from './scalar.ts';
import { EntrySource, isWrittenList, isWrittenMap, Verbatim, type Written, type WrittenMap } from './written.ts';

/** How a file is laid out; `layoutOf` reads it from one. */
export interface Layout {
  readonly eol: '\n' | '\r\n';
  /** Columns from a map's keys to those of a map in it. */
  readonly step: number;
  /** Lists stand further right than the key that holds them. */
  readonly indentLists: boolean;
  readonly quotes?: Quotes;
  /** Text of several lines as `|` blocks; else it is quoted. */
  readonly blocks: boolean;
}

export const USUAL_LAYOUT: Layout = { eol: '\n', step: 2, indentLists: true, blocks: true };

/** What fits between brackets on one line, beside its key. */
const FLOW_WIDTH = 72;
/** Maps that are written one entry a line, however short. */
const TALL: ReadonlySet<string> = new Set([
  'env',
  'params',
  'handlers',
  'outputs',
  'with',
  'defaults',
  'secrets',
  'headers',
  'matrix',
]);
/** Lists that are written one entry a line. */
const TALL_LISTS: ReadonlySet<string> = new Set([
  'steps',
  'triggers',
  'hooks',
  'alerts',
  'frames',
  'fallback',
  ...['onSuccess', 'onFailure', 'onCancel', 'always'],
]);

/** A value as it will stand behind its key or dash. */
export type Emitted =
  | { readonly kind: 'inline'; readonly text: string }
  /** A literal block: its lines without indentation. */
  | { readonly kind: 'literal'; readonly header: string; readonly lines: readonly string[] }
  /** A list or map of several lines: given its column, the first line without indentation and the others with all of theirs. */
  | { readonly kind: 'block'; readonly isList: boolean; readonly linesAt: (column: number) => string[] };

export interface EmitStyle {
  /** The key under which it stands: some are written one entry a line, however short. */
  readonly key: string;
  readonly layout: Layout;
  /** What a collection must be, whatever its length: as its predecessor was. */
  readonly collection?: 'flow' | 'block';
}

export function emit(value: Written, { key, layout, collection }: EmitStyle): Emitted {
  if (typeof value === 'string' && layout.blocks && isBlockSafe(value)) return { kind: 'literal', ...blockText(value) };
  const isFilled = (isWrittenList(value) || isWrittenMap(value)) && Object.keys(value).length > 0;
  if (!isFilled || collection === 'flow') return { kind: 'inline', text: flowText(value, layout, false) };
  if (isWrittenList(value)) {
    if (collection === undefined && isFlowList(value, key))
      return { kind: 'inline', text: flowText(value, layout, false) };
    return {
      kind: 'block',
      isList: true,
      linesAt: (column) =>
        joined(
          value.map((item) => itemLines(item, column, layout, { key })),
          column,
        ),
    };
  }
  if (!isWrittenMap(value) || (collection === undefined && isFlowMap(value, key))) {
    return { kind: 'inline', text: flowText(value, layout, false) };
  }
  return { kind: 'block', isList: false, linesAt: (column) => mapLines(value, column, layout) };
}

/** Entries under each other: all but the first get their indentation. */
function joined(entries: readonly string[][], column: number): string[] {
  const indent = ' '.repeat(column);
  return entries.flatMap(([first = '', ...rest], i) => [i === 0 ? first : indent + first, ...rest]);
}

export const literalLines = (lines: readonly string[], column: number): string[] =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(column) + line));

/** Lines of `key: value`; the first without indentation, the others with all of theirs. `column` is that of the key. */
export function entryLines(key: string, value: Written, column: number, layout: Layout): string[] {
  const head = `${keyText(key, layout)}:`;
  const emitted = emit(value, { key, layout });
  switch (emitted.kind) {
    case 'inline':
      return [`${head} ${emitted.text}`];
    case 'literal':
      return [`${head} ${emitted.header}`, ...literalLines(emitted.lines, column + layout.step)];
    case 'block': {
      const at = innerColumn(emitted, column, layout);
      const [first = '', ...rest] = emitted.linesAt(at);
      return [head, ' '.repeat(at) + first, ...rest];
    }
  }
}

/** The column of a block below its key. */
export const innerColumn = (block: { readonly isList: boolean }, column: number, layout: Layout): number =>
  column + (block.isList && !layout.indentLists ? 0 : layout.step);

/** Lines of `- value`. `column` is that of the dash; `gap` the columns from it to the value. */
export function itemLines(
  value: Written,
  column: number,
  layout: Layout,
  { key = '', gap = 2 }: { key?: string; gap?: number } = {},
): string[] {
  const dash = `-${' '.repeat(gap - 1)}`;
  if (value instanceof EntrySource) return sourceLines(value, column, dash);
  const collection = isWrittenMap(value) && !isFlowItem(value, key) ? 'block' : undefined;
  const emitted = emit(value, { key: '', layout, ...(collection ? { collection } : {}) });
  switch (emitted.kind) {
    case 'inline':
      return [dash + emitted.text];
    case 'literal':
      return [dash + emitted.header, ...literalLines(emitted.lines, column + layout.step)];
    case 'block': {
      const [first = '', ...rest] = emitted.linesAt(column + gap);
      return [dash + first, ...rest];
    }
  }
}

function sourceLines({ above, lines }: EntrySource, column: number, dash: string): string[] {
  const [first = '', ...rest] = lines;
  const entry = [...above, dash + first].map((line, i) => (i === 0 || line === '' ? line : ' '.repeat(column) + line));
  return [...entry, ...literalLines(rest, column + dash.length)];
}

/** Lines of a map's entries; the first without indentation. */
const mapLines = (map: WrittenMap, column: number, layout: Layout): string[] =>
  joined(
    Object.entries(map).map(([key, value]) => entryLines(key, value, column, layout)),
    column,
  );

const keyText = (key: string, { quotes }: Layout): string => scalarText(key, quotes ? { quotes } : {});

/** A value on one line. */
export function flowText(value: Written, layout: Layout, inFlow = true): string {
  const style = { inFlow, ...(layout.quotes ? { quotes: layout.quotes } : {}) };
  if (typeof value === 'string') return scalarText(value, style);
  if (value instanceof Verbatim) return scalarText(value.text, { ...style, readsSource: true });
  if (isWrittenList(value)) return `[${value.map((item) => flowText(item, layout)).join(', ')}]`;
  if (isWrittenMap(value)) {
    const entries = Object.entries(value).map(
      ([key, item]) => `${flowKey(key, style.quotes)}: ${flowText(item, layout)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  // What has lines of its own has no place between brackets: whoever adds it looks before.
  if (value instanceof EntrySource) return value.lines.join(' ');
  return value === null ? 'null' : numberText(value);
}

const flowKey = (key: string, quotes: Quotes | undefined): string =>
  isPlainSafe(key, true)
    ? scalarText(key, { inFlow: true })
    : scalarText(key, { inFlow: true, keepQuotes: true, ...(quotes ? { quotes } : {}) });

const numberText = (value: number | boolean): string => (Object.is(value, -0) ? '-0.0' : String(value));

const isSmall = (value: Written): boolean =>
  !(typeof value === 'string' && value.includes('\n')) &&
  (isWrittenList(value) || isWrittenMap(value) ? Object.values(value).every(isSmall) : true);

const fits = (value: Written): boolean => isSmall(value) && flowText(value, USUAL_LAYOUT).length <= FLOW_WIDTH;

function isFlowList(list: readonly Written[], key: string): boolean {
  if (list.length === 0) return true;
  if (TALL_LISTS.has(key)) return false;
  return list.every((item) => !isWrittenMap(item) && !isWrittenList(item)) && fits(list);
}

function isFlowMap(map: WrittenMap, key: string): boolean {
  if (Object.keys(map).length === 0) return true;
  if (TALL.has(key)) return false;
  return Object.values(map).every((item) => !isWrittenMap(item)) && fits(map);
}

/** Combinations of a matrix read best as one line each. */
const isFlowItem = (map: WrittenMap, key: string | undefined): boolean =>
  Object.keys(map).length === 0 || ((key === 'include' || key === 'exclude') && fits(map));
