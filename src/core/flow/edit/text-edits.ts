import type { TextEdit } from '../../base/diagnostic.ts';

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** In order; replacements of nothing by nothing left out. */
export const inOrder = (edits: readonly TextEdit[]): TextEdit[] =>
  edits.filter((edit) => edit.end > edit.start || edit.text !== '').sort((a, b) => a.start - b.start || a.end - b.end);

/** The edits that take the text back, given in offsets of the text after. */
export function invert(text: string, edits: readonly TextEdit[]): TextEdit[] {
  let shift = 0;
  return edits.map(({ start, end, text: inserted }) => {
    const from = start + shift;
    shift += inserted.length - (end - start);
    return { start: from, end: from + inserted.length, text: text.slice(start, end) };
  });
}

/** A stretch of the first text, or text that came in since. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/** Edits of a text in sequence, told as edits of the first text. */
export function createHistory(length: number): { add(edits: readonly TextEdit[]): void; edits(): TextEdit[] } {
  let pieces: Piece[] = [{ start: 0, end: length }];
  const lengthOf = (piece: Piece) => ('text' in piece ? piece.text.length : piece.end - piece.start);
  const slice = (piece: Piece, from: number, to: number): Piece =>
    'text' in piece ? { text: piece.text.slice(from, to) } : { start: piece.start + from, end: piece.start + to };

  const replace = ({ start, end, text }: TextEdit) => {
    const before: Piece[] = [];
    const after: Piece[] = [];
    let at = 0;
    for (const piece of pieces) {
      const size = lengthOf(piece);
      if (at < start) before.push(slice(piece, 0, Math.min(size, start - at)));
      if (at + size > end) after.push(slice(piece, Math.max(0, end - at), size));
      at += size;
    }
    pieces = [...before, { text }, ...after].filter((piece) => lengthOf(piece) > 0);
  };

  return {
    add(edits) {
      // From the end, so that offsets of those before stay true.
      for (const edit of [...edits].reverse()) replace(edit);
    },
    edits() {
      const edits: TextEdit[] = [];
      let at = 0;
      let inserted = '';
      const close = (start: number) => {
        if (inserted !== '' || start > at) edits.push({ start: at, end: start, text: inserted });
        inserted = '';
      };
      for (const piece of pieces) {
        if ('text' in piece) inserted += piece.text;
        else {
          close(piece.start);
          at = piece.end;
        }
      }
      close(length);
      return edits;
    },
  };
}

/** Two changes of a text in sequence, told as one of the text before both; `length` is that text's. */
export function composed(length: number, first: readonly TextEdit[], second: readonly TextEdit[]): TextEdit[] {
  const history = createHistory(length);
  history.add(first);
  history.add(second);
  return history.edits();
}
