export interface Excerpt {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const LONGEST = 160;

/** The line of a finding with the part that it is about. Undefined where the text has no such line (any more). */
export function excerptOf(text: string, { line, column, endLine, endColumn }: Place): Excerpt | undefined {
  const whole = text.split(/\r?\n/)[line - 1];
  if (whole === undefined || whole.trim() === '') return undefined;
  const from = Math.min(column - 1, whole.length);
  const to = Math.max(from, Math.min(endLine === line ? endColumn - 1 : whole.length, whole.length));
  const end = Math.min(whole.length, Math.max(to, LONGEST));
  return {
    before: whole.slice(0, from),
    // Where something is missing there is nothing to mark: the blank after it stands for it.
    marked: whole.slice(from, Math.min(to, end)) || ' ',
    after: whole.slice(to, end),
  };
}
