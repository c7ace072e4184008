import type { QuickFix, TextEdit } from '../../base/diagnostic.ts';
import { layoutOf } from '../edit/layout.ts';
import type { FlowEdit } from '../edit/model.ts';
import { planEdit } from '../edit/plan.ts';
import { inOrder } from '../edit/text-edits.ts';
import { rawAt } from '../schema/issues.ts';
import type { StepPlace } from '../steps.ts';
import { pieceSpan } from '../yaml/locate.ts';
import { isRawList, isRawMap } from '../yaml/plain.ts';
import type { CheckContext } from './context.ts';
import type { Site, SiteExpression } from './sites.ts';

/** Lets a step (or the group around it that stands beside the target) need the step that it reads. */
export function addNeedFix(context: CheckContext, reader: StepPlace, target: StepPlace): QuickFix | undefined {
  let sibling: StepPlace | undefined = reader;
  while (sibling !== undefined && sibling.scope !== target.scope) sibling = sibling.scope.owner;
  if (sibling === undefined) return undefined;
  const path = [...sibling.path, 'needs'];
  const { id } = target.step;
  const written = rawAt(context.root, path);
  // A need of another flow in its short form would first have to become a list.
  if (isRawMap(written)) return undefined;
  const edit: FlowEdit = isRawList(written)
    ? { op: 'insert', path: [...path, written.length], value: id }
    : { op: 'set', path, value: typeof written === 'string' ? `(${written}) && ${id}` : [id] };
  return fixOf(context, `Add \`${id}\` to the needs of \`${sibling.step.id}\``, [edit]);
}

/** Passes a value of a shell script as a variable: `env` gets the template, the script reads the variable. */
export function moveToEnvFix(context: CheckContext, site: Site, one: SiteExpression): QuickFix | undefined {
  if (site.scriptOf !== 'shell' || site.place === undefined) return undefined;
  const path = site.path.slice(0, -1);
  const body = rawAt(context.root, path);
  if (!isRawMap(body)) return undefined;
  const { text } = one.expression;
  const template = `\${{${text}}}`;
  const env = isRawMap(body.env) ? body.env : {};
  const name = variableName(one, (taken) => env[taken] !== undefined && env[taken] !== template);
  const piece = { offset: one.start - 3, length: text.length + 5 };
  const [start, end] = pieceSpan(context.document, site.path, site.text, piece.offset, piece.length);
  if (context.document.text.slice(start, end) !== template) return undefined;
  const use: TextEdit = { start, end, text: quotedUse(site.text.slice(0, piece.offset), name) };
  const edits: FlowEdit[] =
    env[name] === template ? [] : [{ op: 'set', path: [...path, 'env', name], value: template }];
  return fixOf(context, `Pass it as \`$${name}\` in \`env\``, edits, [use]);
}

function variableName({ expression }: SiteExpression, isTaken: (name: string) => boolean): string {
  const [, ...parts] = expression.paths[0] ?? ['', 'value'];
  const base = (parts.join('_') || (expression.roots[0] ?? 'value')).replace(/\W+/g, '_').toUpperCase();
  const name = /^[A-Z_]/.test(base) ? base : `_${base}`;
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? name : `${name}_${i}`;
    if (!isTaken(candidate)) return candidate;
  }
}

/** A use of the variable that stays one word, by the quotes it stands in. */
function quotedUse(before: string, name: string): string {
  let open = '';
  for (const character of before.replace(/\\./g, '')) {
    if (character === '\n' && open === '') continue;
    if (open === '' && (character === '"' || character === "'")) open = character;
    else if (character === open) open = '';
  }
  if (open === '"') return `\${${name}}`;
  return open === "'" ? `'"$${name}"'` : `"$${name}"`;
}

function fixOf(
  context: CheckContext,
  title: string,
  edits: readonly FlowEdit[],
  more: readonly TextEdit[] = [],
): QuickFix | undefined {
  const layout = layoutOf(context.document);
  const planned: TextEdit[] = [...more];
  for (const edit of edits) {
    const plan = planEdit(context.document, edit, layout);
    if (!plan.ok) return undefined;
    planned.push(...plan.value);
  }
  const sorted = inOrder(planned);
  const apart = sorted.every((edit, i) => i === 0 || sorted[i - 1]!.end <= edit.start);
  return apart ? { title, edits: sorted } : undefined;
}
