import type { Finding } from '../yaml/document.ts';
import { atPiece, type CheckContext } from './context.ts';
import { moveToEnvFix } from './fixes.ts';
import type { Site, SiteExpression } from './sites.ts';

/** Parts of `trigger` that somebody outside writes: names of files, and what a webhook brings. */
const FOREIGN: ReadonlySet<string> = new Set(['files', 'body', 'headers', 'data', 'mount', 'git']);
const TAINTED_ROOTS: ReadonlySet<string> = new Set(['params', 'trigger']);

/**
 * A value pasted into a script is read as part of it: `; rm -rf ~` in a parameter would run. A variable of the environment is
 * only a value. Worse than a warning when strangers choose the value.
 */
export function injectionsOf(context: CheckContext, site: Site, expressions: readonly SiteExpression[]): Finding[] {
  if (site.scriptOf === undefined) return [];
  return expressions.flatMap((one): Finding[] => {
    const source = taintOf(context, site, one);
    if (source === undefined) return [];
    const { text } = one.expression;
    const written = `\${{${text}}}`;
    const why = source.foreign
      ? 'and it can come from outside (a webhook or the name of a file)'
      : 'so whoever sets it can run commands';
    const message = `\`${written}\` is pasted into the script, ${why}: pass it as a variable in \`env\``;
    const fix = moveToEnvFix(context, site, one);
    const piece = { text: site.text, offset: one.start - 3, length: text.length + 5 };
    const severity = source.foreign ? 'error' : 'warning';
    return [atPiece(context, site.path, piece, { code: 'injection', severity, message, ...(fix ? { fix } : {}) })];
  });
}

interface Taint {
  readonly foreign: boolean;
}

function taintOf(context: CheckContext, site: Site, { expression }: SiteExpression): Taint | undefined {
  const reads = expression.paths.filter(([root]) => TAINTED_ROOTS.has(root ?? ''));
  const spread = spreadOf(context, site, expression.roots);
  if (reads.length === 0 && spread === undefined) return undefined;
  const foreign = reads.some((path) => isForeign(context, path)) || spread?.foreign === true;
  return { foreign };
}

function isForeign(context: CheckContext, [root, name]: readonly string[]): boolean {
  const outside = (context.flow.triggers ?? []).filter(({ type }) => type === 'watch' || type === 'webhook');
  if (outside.length === 0) return false;
  if (root === 'trigger') return name === undefined || FOREIGN.has(name);
  // A trigger may hand what it brought on as a parameter.
  return outside.some(({ params = {} }) => {
    const given = name === undefined ? Object.values(params) : [params[name]];
    return given.some((value) => typeof value === 'string' && /\$\{\{[\s\S]*\btrigger\b/.test(value));
  });
}

/** Instances made from `trigger` or `params`: `item` and `matrix` are then no safer than those. */
function spreadOf(context: CheckContext, site: Site, roots: readonly string[]): Taint | undefined {
  const step = site.place?.step;
  if (step === undefined) return undefined;
  const sources: string[] = [];
  const { forEach, matrix } = step;
  if (
    forEach !== undefined &&
    typeof forEach.in === 'string' &&
    (roots.includes(forEach.as) || roots.includes('item'))
  ) {
    sources.push(forEach.in);
  }
  if (matrix !== undefined && roots.includes('matrix')) {
    sources.push(...Object.values(matrix.axes).filter((axis) => typeof axis === 'string'));
  }
  for (const source of sources) {
    const read = /\b(trigger|params)\b(?:\s*\.\s*(\w+))?/.exec(source);
    if (read !== null) return { foreign: isForeign(context, [read[1]!, ...(read[2] ? [read[2]] : [])]) };
  }
  return undefined;
}
