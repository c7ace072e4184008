/** One finding about a flow file. Lines and columns count from 1; `path` is like `steps[3].retry.limit`. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly path: string;
  /** An edit that would mend it, offered as a quick fix. */
  readonly fix?: QuickFix;
}

export interface QuickFix {
  readonly title: string;
  /** Replacements of [start, end) offsets (UTF-16 units) in the source text, not overlapping, in order. */
  readonly edits: readonly TextEdit[];
}

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error';

/** `deploy.chronum.yaml:12:5 error need is not a key of a step (unknown-key)`: one line, clickable in terminals and editors. */
export const formatDiagnostic = (d: Diagnostic): string =>
  `${d.file}:${d.line}:${d.column} ${d.severity} ${d.message} (${d.code})`;
