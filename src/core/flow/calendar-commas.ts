import { isMap, isScalar, type YAMLMap } from 'yaml';
import { type Finding, type FlowDocument, quoteFix, type Span } from './yaml/document.ts';
import { find } from './yaml/locate.ts';
import type { Path } from './yaml/path.ts';
import { isRawList, isRawMap, type Raw, type RawMap } from './yaml/plain.ts';
import { keyText } from './yaml/raw.ts';

export interface MendedCalendars {
  readonly root: RawMap;
  readonly findings: readonly Finding[];
}

/**
 * `{minute: jitter(+2, 2)}` is two keys for YAML: `minute: jitter(+2` and `2)`. Says so, offers the quotes, and reads what was
 * meant, so that nothing else is said about the pieces.
 */
export function mendCalendars(document: FlowDocument, root: RawMap): MendedCalendars {
  const { triggers } = root;
  if (!isRawList(triggers)) return { root, findings: [] };
  const findings: Finding[] = [];
  const mended = triggers.map((trigger, i): Raw => {
    if (!isRawMap(trigger) || !isRawMap(trigger.calendar)) return trigger;
    const path: Path = ['triggers', i, 'calendar'];
    const { node } = find(document, path);
    if (!isMap(node) || node.flow !== true) return trigger;
    const calendar = mend(document, node, trigger.calendar, path, findings);
    return { ...trigger, calendar };
  });
  return { root: findings.length === 0 ? root : { ...root, triggers: mended }, findings };
}

function mend(document: FlowDocument, node: YAMLMap, calendar: RawMap, path: Path, findings: Finding[]): RawMap {
  const whole: Record<string, Raw> = {};
  let cut: { field: string; start: number } | undefined;
  for (const item of node.items) {
    const key = keyText(item.key);
    if (key === undefined || !isScalar(item.key) || !item.key.range) continue;
    const end = isScalar(item.value) && item.value.range ? item.value.range[1] : item.key.range[1];
    if (cut !== undefined) {
      const text = document.text.slice(cut.start, end);
      if (isCut(text)) continue;
      const span: Span = [cut.start, end];
      findings.push({
        code: 'calendar-comma-unquoted',
        severity: 'error',
        message: `\`${cut.field}: ${text}\` is cut at its comma: inside { } a form with commas is written in quotes`,
        span,
        path: [...path, cut.field],
        fix: quoteFix(document.text, span),
      });
      whole[cut.field] = text;
      cut = undefined;
      continue;
    }
    const value = calendar[key];
    if (isScalar(item.value) && item.value.type === 'PLAIN' && item.value.range) {
      const start = item.value.range[0];
      if (isCut(document.text.slice(start, end))) {
        cut = { field: key, start };
        continue;
      }
    }
    if (value !== undefined) whole[key] = value;
  }
  return whole;
}

/** More brackets open than close: the rest came behind a comma. */
const isCut = (text: string): boolean => (text.match(/[([]/g) ?? []).length > (text.match(/[)\]]/g) ?? []).length;
