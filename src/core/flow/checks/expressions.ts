import { nearest } from '../../base/nearest.ts';
import type { Problem } from '../../base/result.ts';
import { type ParseOptions, parseExpression, parseTemplate } from '../../expression/index.ts';
import { replaceFix } from '../schema/issues.ts';
import type { StepPlace } from '../steps.ts';
import type { Finding } from '../yaml/document.ts';
import { atPiece, type CheckContext, type ScopeIndex } from './context.ts';
import { addNeedFix } from './fixes.ts';
import { injectionsOf } from './injection.ts';
import { type Auxiliary, isUpstreamOf, resolveStep } from './lookup.ts';
import { checkSecrets } from './secrets.ts';
import type { Site, SiteExpression } from './sites.ts';

export function checkExpressions(context: CheckContext, sites: readonly Site[], auxiliary: Auxiliary): Finding[] {
  const knownParams = Object.keys(context.flow.params ?? {});
  const idsOfScope = new Map<ScopeIndex | undefined, readonly string[]>();
  return sites.flatMap((site) => {
    const known = idsOfScope.get(site.index) ?? idsInScope(context, site);
    idsOfScope.set(site.index, known);
    const parsed = parseSite(site, { knownSteps: known, knownParams, roots: site.roots, names: site.names });
    if ('problem' in parsed) return [syntax(context, site, parsed.problem)];
    return [
      ...parsed.expressions.flatMap((one) => [
        ...checkSteps(context, site, one, { known, auxiliary }),
        ...checkSecrets(context, site, one),
        ...checkParamNames(context, site, one, knownParams),
      ]),
      ...injectionsOf(context, site, parsed.expressions),
    ];
  });
}

function parseSite(site: Site, options: ParseOptions): { expressions: SiteExpression[] } | { problem: Problem } {
  if (site.kind === 'expression') {
    const parsed = parseExpression(site.text, options);
    return parsed.ok ? { expressions: [{ expression: parsed.value, start: 0 }] } : { problem: parsed.error };
  }
  const parsed = parseTemplate(site.text, options);
  if (!parsed.ok) return { problem: parsed.error };
  return {
    expressions: parsed.value.parts.flatMap((part) =>
      part.kind === 'expression' ? [{ expression: part.expression, start: part.start }] : [],
    ),
  };
}

/** Siblings first, then what stands around them: the order in which names are looked up. */
function idsInScope(context: CheckContext, site: Site): string[] {
  const ids: string[] = [];
  for (let index = site.index; index !== undefined; index = index.outer) ids.push(...index.byId.keys());
  const flowSteps = context.scopes[0];
  if (flowSteps !== undefined && (site.index === undefined || site.index.scope.kind === 'handler')) {
    ids.push(...flowSteps.byId.keys());
  }
  return [...new Set(ids)];
}

function syntax(context: CheckContext, site: Site, { code, message, offset = 0, instead }: Problem): Finding {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  const length = instead === undefined ? {} : { length: instead.length };
  const finding = atPiece(context, site.path, { text: site.text, offset, ...length }, { code, message: text });
  if (instead === undefined) return finding;
  const written = site.text.slice(offset, offset + instead.length);
  // In a text with escapes the piece may not be found: then the whole is pointed at, and not to be replaced.
  const isPiece = context.document.text.slice(...finding.span) === written;
  return isPiece ? { ...finding, fix: replaceFix(finding.span, instead.text) } : finding;
}

interface StepsInScope {
  readonly known: readonly string[];
  readonly auxiliary: Auxiliary;
}

/** Steps that are read exist, and have ended for certain: they are upstream. */
function checkSteps(
  context: CheckContext,
  site: Site,
  one: SiteExpression,
  { known, auxiliary }: StepsInScope,
): Finding[] {
  const findings: Finding[] = [];
  for (const id of one.expression.steps) {
    const read = one.expression.reads.find(({ path }) => path[0] === 'steps' && path[1] === id);
    if (read === undefined) continue;
    const text = one.expression.text.slice(read.offset, read.end);
    const inRead = Math.max(0, text.indexOf(id));
    const piece = { text: site.text, offset: one.start + read.offset + inRead, length: id.length };
    const target = resolveStep(context, site, id);
    if (target === undefined) {
      const close = nearest(id, known);
      const hint = close === undefined ? '' : `: did you mean \`${close}\`?`;
      const message = `\`steps.${id}\`: there is no step \`${id}\` here${hint}`;
      const finding = atPiece(context, site.path, piece, { code: 'step-unknown', message });
      findings.push(close === undefined ? finding : { ...finding, fix: replaceFix(finding.span, close) });
    } else if (site.place !== undefined && !isUpstreamOf(context, target, site.place, auxiliary)) {
      findings.push(atPiece(context, site.path, piece, notUpstream(context, site.place, target)));
    }
  }
  return findings;
}

function notUpstream(context: CheckContext, reader: StepPlace, target: StepPlace) {
  const own = reader === target;
  const message = own
    ? `\`${reader.step.id}\` reads its own result: where there is one already, \`self\` has it`
    : `\`${reader.step.id}\` reads \`steps.${target.step.id}\` but does not need it, so it may not have run yet: add \`${target.step.id}\` to \`needs\``;
  const fix = own ? undefined : addNeedFix(context, reader, target);
  return { code: 'step-not-needed', message, ...(fix === undefined ? {} : { fix }) };
}

/** What is absent is null, so a misspelt parameter is not an error; it is never what was meant either. */
function checkParamNames(context: CheckContext, site: Site, one: SiteExpression, known: readonly string[]): Finding[] {
  return one.expression.reads.flatMap(({ path: [root, name], offset, end }): Finding[] => {
    if (root !== 'params' || name === undefined || known.includes(name)) return [];
    const close = nearest(name, known);
    const hint = close === undefined ? 'it is always null' : `did you mean \`${close}\`?`;
    const text = one.expression.text.slice(offset, end);
    const at = one.start + offset + Math.max(0, text.lastIndexOf(name));
    const finding = atPiece(
      context,
      site.path,
      { text: site.text, offset: at, length: name.length },
      { code: 'param-unknown', severity: 'warning', message: `\`${name}\` is not a parameter of this flow: ${hint}` },
    );
    return [close === undefined ? finding : { ...finding, fix: replaceFix(finding.span, close) }];
  });
}
