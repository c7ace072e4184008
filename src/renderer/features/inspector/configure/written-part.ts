import { parseDocumentText } from '../../../../core/flow/yaml/document.ts';
import type { Path } from '../../../../core/flow/yaml/path.ts';
import type { Raw } from '../../../../core/flow/yaml/plain.ts';
import { rawOf } from '../../../../core/flow/yaml/raw.ts';

/** Texts up to this length are read as a whole within a few milliseconds. */
const SMALL = 20_000;

/** What a form has to know of a text: the values of one step, or of the flow without its steps. */
export type Part = { readonly kind: 'step'; readonly path: Path; readonly line: number } | { readonly kind: 'flow' };

/** The values of a text. Of a long one only those of the part that is edited are read; what lies elsewhere is absent. */
export function readPart(text: string, part: Part): Raw {
  if (text.length > SMALL) {
    const some = part.kind === 'step' ? readStep(text, part.path, part.line) : readHead(text);
    if (some !== undefined) return some;
  }
  return rawOf(parseDocumentText(text, '')).value;
}

/** The values of a step alone, at its path; undefined where its text does not stand for itself. */
function readStep(text: string, path: Path, line: number): Raw | undefined {
  const lines = text.split('\n').slice(line - 1);
  const column = lines[0]?.search(/-\s/) ?? -1;
  if (column < 0 || lines[0]?.slice(0, column).trim() !== '') return undefined;
  const end = lines.findIndex((one, i) => i > 0 && isOutside(one, column));
  const own = lines.slice(0, end === -1 ? undefined : end).map((one) => one.slice(column));
  const list = valuesOf(own.join('\n'));
  const [step] = Array.isArray(list) ? (list as readonly Raw[]) : [];
  return step === undefined ? undefined : placed(path, step);
}

/** Blank lines and comments belong to whatever is around them. */
const isOutside = (line: string, column: number): boolean => {
  const indent = line.search(/\S/);
  return indent !== -1 && indent <= column && line[indent] !== '#';
};

/** The keys of the flow, its steps left out. */
function readHead(text: string): Raw | undefined {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => /^steps:\s*(#.*)?\r?$/.test(line));
  if (begin === -1) return undefined;
  const rest = lines.slice(begin + 1).findIndex((line) => /^[^\s#-]/.test(line));
  const after = rest === -1 ? [] : lines.slice(begin + 1 + rest);
  const head = valuesOf([...lines.slice(0, begin), ...after].join('\n'));
  return typeof head === 'object' && !Array.isArray(head) ? { ...head, steps: [] } : undefined;
}

/** Undefined where the text is broken, or needs anchors that stand elsewhere. */
function valuesOf(text: string): Raw | undefined {
  const document = parseDocumentText(text, '');
  if (document.tree.errors.length > 0 || document.tree.warnings.length > 0) return undefined;
  const { value, findings } = rawOf(document);
  return findings.length > 0 ? undefined : value;
}

/** A value with just the lists and maps around it that its path needs. */
function placed(path: Path, value: Raw): Raw {
  return path.reduceRight<Raw>((inner, part) => {
    if (typeof part === 'string') return { [part]: inner };
    const list: Raw[] = Array.from({ length: part }, () => '');
    return [...list, inner];
  }, value);
}
