import { type Document, isMap, isScalar, LineCounter, type ParsedNode, parseDocument, type YAMLError } from 'yaml';
import type { QuickFix } from '../../base/diagnostic.ts';
import type { Path } from './path.ts';

/** A flow file as text and syntax tree: what reading and editing share. Offsets count UTF-16 units. */
export interface FlowDocument {
  readonly file: string;
  readonly text: string;
  readonly tree: Document.Parsed<ParsedNode>;
  readonly lines: LineCounter;
}

/** Offsets into the text, end not included. */
export type Span = readonly [start: number, end: number];

/** A finding with its place as offsets; `locate.ts` turns it into a Diagnostic. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly span: Span;
  readonly path: Path;
  readonly fix?: QuickFix;
}

export function parseDocumentText(text: string, file: string): FlowDocument {
  const lines = new LineCounter();
  // Duplicate keys are found by `rawOf`, which shows both places.
  const tree = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: true,
    uniqueKeys: false,
    keepSourceTokens: true,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  });
  return { file, text, tree, lines };
}

export interface SyntaxFindings {
  readonly findings: readonly Finding[];
  /** The tree cannot be trusted: nothing else should be said about this text. */
  readonly broken: boolean;
  /** Lines (from 1) with a finding, on which others would only follow from it. */
  readonly lines: ReadonlySet<number>;
}

/** What the parser says, warnings included: in a flow file every one of them is an error. One finding a line. */
export function syntaxFindings(document: FlowDocument): SyntaxFindings {
  const findings: Finding[] = [];
  const seen = new Set<number>();
  const said = [...document.tree.errors, ...document.tree.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  for (const error of said) {
    const { line } = document.lines.linePos(error.pos[0]);
    if (seen.has(line)) continue;
    seen.add(line);
    findings.push(syntaxFinding(document, error));
  }
  const { contents } = document.tree;
  if (findings.length === 0 && !isMap(contents)) {
    const empty = contents === null || (isScalar(contents) && contents.source === '');
    findings.push({
      code: 'flow-invalid',
      severity: 'error',
      message: empty
        ? 'The file is empty: a flow needs at least `name` and `steps`'
        : 'A flow is a map with `name` and `steps`, one key a line',
      span: [0, Math.min(document.text.length, 1)],
      path: [],
    });
    return { findings, broken: true, lines: seen };
  }
  return { findings, broken: document.tree.errors.length > 0 || !isMap(contents), lines: seen };
}

function syntaxFinding({ text }: FlowDocument, error: YAMLError): Finding {
  const [start] = error.pos;
  const first = text[start] ?? '';
  const base = { code: 'yaml-invalid', severity: 'error' as const, path: [] };
  const span: Span = [start, Math.max(start + 1, Math.min(error.pos[1], endOfLine(text, start)))];
  if (error.code === 'TAG_RESOLVE_FAILED' || error.code === 'BAD_ALIAS' || /^[!*&]/.test(first)) {
    const meaning = first === '*' ? 'an alias' : first === '&' ? 'an anchor' : 'a tag';
    const scalar = plainSpan(text, start);
    return {
      ...base,
      message: `\`${text.slice(...scalar)}\` begins with \`${first}\`, which is ${meaning} in YAML: put it in quotes`,
      span: scalar,
      fix: quoteFix(text, scalar),
    };
  }
  if (error.code === 'BAD_SCALAR_START') {
    const scalar = plainSpan(text, start);
    return {
      ...base,
      message: `A value cannot begin with \`${first}\` in YAML: put it in quotes`,
      span: scalar,
      fix: quoteFix(text, scalar),
    };
  }
  return { ...base, message: syntaxMessage(error), span };
}

function syntaxMessage(error: YAMLError): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'A line is indented with a tab: YAML wants spaces';
    case 'MULTIPLE_DOCS':
      return 'A flow file holds one document: move what follows `---` into a file of its own';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'A value with `: ` in it reads as a nested map: put the whole value in quotes, or begin the map on a line of its own';
    case 'MISSING_CHAR':
      return `Something is missing here: ${error.message}`;
    case 'BAD_INDENT':
      return `The indentation does not fit: ${error.message}`;
    default:
      // The parser quotes what it did not expect, which may be the rest of the file.
      return `This is not valid YAML: ${error.message.length > 200 ? `${error.message.slice(0, 200)}..` : error.message}`;
  }
}

/** The text of a plain scalar that YAML took for something else: to the end of its line, a comment, or the flow collection's next mark. */
function plainSpan(text: string, start: number): Span {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const inFlow = /[[{][^\]}]*$/.test(before);
  const line = text.slice(start, endOfLine(text, start));
  const end = line.search(inFlow ? /\s*(?:[,\]}]|$)/ : /\s+#|\s*$/);
  return [start, start + Math.max(1, end)];
}

export function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  if (newline === -1) return text.length;
  return text[newline - 1] === '\r' && newline - 1 >= from ? newline - 1 : newline;
}

const singleQuoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const quoteFix = (text: string, [start, end]: Span): QuickFix => ({
  title: 'Put it in quotes',
  edits: [{ start, end, text: singleQuoted(text.slice(start, end)) }],
});
