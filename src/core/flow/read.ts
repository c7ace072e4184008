import { isError } from '../base/diagnostic.ts';
import type { Json } from '../base/json.ts';
import { mendCalendars } from './calendar-commas.ts';
import { check } from './checks/index.ts';
import type { Flow } from './flow.ts';
import type { FlowReading, ReadOptions } from './reading.ts';
import { salvage } from './salvage.ts';
import { toJson } from './schema/scalars.ts';
import { stepLines } from './step-lines.ts';
import { type Finding, type FlowDocument, parseDocumentText, syntaxFindings } from './yaml/document.ts';
import { diagnosticOf } from './yaml/locate.ts';
import { isUnder } from './yaml/path.ts';
import { isRawMap, type Raw, type RawMap } from './yaml/plain.ts';
import { rawOf } from './yaml/raw.ts';

export type { FlowReading, ReadOptions } from './reading.ts';

/** Reads a flow file: everything that is wrong with it is said at once. */
export function readFlow(text: string, options: ReadOptions): FlowReading {
  const document = parseDocumentText(text, options.file);
  const syntax = syntaxFindings(document);
  if (syntax.broken) return reading(document, null, [...syntax.findings]);

  const raw = rawOf(document);
  const { root: own, extensions } = splitExtensions(isRawMap(raw.value) ? raw.value : {});
  const { root, findings: commas } = mendCalendars(document, own);
  const salvaged = salvage(document, root);
  const draft =
    salvaged.flow === null ? null : extensions === undefined ? salvaged.flow : { ...salvaged.flow, extensions };
  const checked = draft === null ? [] : check({ document, root, flow: draft, options });
  const followUp = (finding: Finding) =>
    syntax.lines.has(document.lines.linePos(finding.span[0]).line) ||
    raw.left.some((path) => isUnder(finding.path, path));
  const found = [...salvaged.findings, ...checked].filter((finding) => !followUp(finding));
  return reading(document, draft, [...syntax.findings, ...raw.findings, ...commas, ...found]);
}

function reading(document: FlowDocument, draft: Flow | null, findings: Finding[]): FlowReading {
  const unique = new Map(findings.map((f) => [`${f.code} ${f.span.join('-')} ${f.message}`, f]));
  const inOrder = [...unique.values()].sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1]);
  const diagnostics = inOrder.map((finding) => diagnosticOf(document, finding));
  return {
    flow: diagnostics.some(isError) ? null : draft,
    draft,
    diagnostics,
    lines: { steps: draft === null ? {} : stepLines(document, draft) },
    document,
  };
}

/** Keys that begin with `x-` are the author's own: anything may stand there. */
function splitExtensions(map: RawMap): { root: RawMap; extensions?: Readonly<Record<string, Json>> } {
  const own = Object.entries(map).filter(([key]) => key.startsWith('x-'));
  if (own.length === 0) return { root: map };
  const root: Record<string, Raw> = {};
  for (const [key, value] of Object.entries(map)) if (!key.startsWith('x-')) root[key] = value;
  return { root, extensions: Object.fromEntries(own.map(([key, value]) => [key, toJson(value) ?? null])) };
}
