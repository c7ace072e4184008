import type { TextEdit } from '../../base/diagnostic.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import { err, ok, type Problem, problem, type Result } from '../../base/result.ts';
import { rawAt } from '../schema/issues.ts';
import { toJson } from '../schema/scalars.ts';
import { type FlowDocument, parseDocumentText } from '../yaml/document.ts';
import { find } from '../yaml/locate.ts';
import type { Path } from '../yaml/path.ts';
import { rawOf } from '../yaml/raw.ts';
import { expectedAfter, sameValues } from './expect.ts';
import { contentEnd } from './items.ts';
import { layoutOf } from './layout.ts';
import type { EditedText, EditProblem, FlowEdit } from './model.ts';
import { planEdit } from './plan.ts';
import { applyEdits, createHistory, inOrder, invert } from './text-edits.ts';

/**
 * Changes fields of a flow file and nothing else: every byte outside of them stays. Edits are done in order, each on the outcome of
 * the one before; all of them or none. After each the text is read again: it must say what the edit asked for, or it is refused.
 */
export function editFlow(source: FlowDocument | string, edits: readonly FlowEdit[]): Result<EditedText, EditProblem> {
  let document = typeof source === 'string' ? parseDocumentText(source, '') : source;
  const before = document.text;
  const history = createHistory(before.length);
  for (const edit of edits) {
    for (const step of stepsOf(document, edit)) {
      const done = editOnce(document, step);
      if (!done.ok) return err({ ...done.error, edit });
      history.add(done.value.edits);
      document = done.value.document;
    }
  }
  const all = history.edits();
  return ok({ text: document.text, edits: all, inverse: invert(before, all) });
}

/** The text that stands for a value, for `set-source`; undefined where there is none. */
export function sourceAt(source: FlowDocument | string, path: Path): string | undefined {
  const document = typeof source === 'string' ? parseDocumentText(source, '') : source;
  const { node, depth } = find(document, path);
  const end = contentEnd(document.text, node);
  return depth === path.length && node?.range && end !== undefined
    ? document.text.slice(node.range[0], end)
    : undefined;
}

interface Done {
  readonly document: FlowDocument;
  readonly edits: readonly TextEdit[];
}

function editOnce(document: FlowDocument, edit: FlowEdit): Result<Done> {
  if (document.tree.errors.length > 0) {
    return problem('edit-yaml-broken', 'The file is not valid YAML: mend that first, then its fields can be edited');
  }
  const layout = layoutOf(document);
  let refused: Problem | undefined;
  // Literal blocks do not fit everywhere (at the very end of a file without a line end): quotes always do.
  for (const blocks of [true, false]) {
    const planned = planEdit(document, edit, { ...layout, blocks });
    if (!planned.ok) return planned;
    const edits = inOrder(planned.value);
    const after = parseDocumentText(applyEdits(document.text, edits), document.file);
    refused = verify(document, after, edit);
    if (refused === undefined) return ok({ document: after, edits });
  }
  return err(refused!);
}

function verify(before: FlowDocument, after: FlowDocument, edit: FlowEdit): Problem | undefined {
  const [broken] = [...after.tree.errors, ...after.tree.warnings];
  if (broken !== undefined && before.tree.warnings.length === 0) {
    return { code: 'edit-impossible', message: `This change would break the file: ${broken.message}` };
  }
  const expected = expectedAfter(rawOf(before).value, edit);
  const reading = rawOf(after);
  if (expected !== undefined && !sameValues(expected, reading.value)) {
    return hasAliases(before)
      ? {
          code: 'edit-through-alias',
          message:
            'This value is shared with other places of the file through an alias: changing it would change them too',
        }
      : { code: 'edit-impossible', message: 'This change cannot be made without touching the rest of the file' };
  }
  const leftOut = reading.findings.length > rawOf(before).findings.length;
  return leftOut
    ? { code: 'edit-through-alias', message: 'Other places of the file refer to this by an alias' }
    : undefined;
}

const hasAliases = ({ text }: FlowDocument): boolean => /[*]\w|<<\s*:/.test(text);

/** Setting a map onto a map changes the entries that differ, so that comments and manners of the others stay. */
function stepsOf(document: FlowDocument, edit: FlowEdit): FlowEdit[] {
  if (edit.op !== 'set') return [edit];
  const old = rawAt(rawOf(document).value, edit.path);
  const before = old === undefined ? undefined : toJson(old);
  if (!isJsonObject(edit.value) || !isJsonObject(before) || find(document, edit.path).shared) return [edit];
  const steps = difference(edit.path, before, edit.value);
  // Where nothing of the old map stays there is nothing to keep.
  const stays = Object.keys(before).some((key) => Object.hasOwn(edit.value as object, key));
  return stays ? steps : [edit];
}

function difference(
  path: Path,
  before: Readonly<Record<string, Json>>,
  after: Readonly<Record<string, Json>>,
): FlowEdit[] {
  const steps: FlowEdit[] = [];
  for (const [key, value] of Object.entries(after)) {
    const at = [...path, key];
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    if (old !== undefined && isJsonObject(old) && isJsonObject(value)) steps.push(...difference(at, old, value));
    else if (old === undefined || JSON.stringify(old) !== JSON.stringify(value))
      steps.push({ op: 'set', path: at, value });
  }
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) steps.push({ op: 'remove', path: [...path, key] });
  }
  return steps;
}
