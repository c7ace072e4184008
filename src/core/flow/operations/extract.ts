import type { Json, JsonObject } from '../../base/json.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { editFlow } from '../edit/edit-flow.ts';
import type { FlowEdit } from '../edit/model.ts';
import { rawAt } from '../schema/issues.ts';
import { toJson } from '../schema/scalars.ts';
import { slugOf } from '../schema/slug.ts';
import { parseDocumentText } from '../yaml/document.ts';
import { rawOf } from '../yaml/raw.ts';
import { gather } from './gather.ts';
import { needText } from './needs.ts';
import { namesOf, type Operation, type Source } from './operation.ts';
import { freeName, idsTaken } from './step-names.ts';

export interface Extracted {
  readonly operation: Operation;
  /** The text of the new flow. */
  readonly text: string;
}

/** What steps take from their flow without saying so: the new one has it too. */
const SHARED_KEYS = [
  'env',
  'envFile',
  'workingDir',
  'shell',
  'secrets',
  'maxParallel',
  'defaultRetry',
  'retry',
  'defaults',
];

/**
 * Moves steps into a flow of their own, which one step runs in their place. Parameters that they read go along; `file` is where the
 * new flow will stand, as the step names it (`./checks.chronum.yaml`).
 */
export function extractSteps(
  source: Source,
  ids: readonly string[],
  { name, file }: { readonly name: string; readonly file: string },
): Result<Extracted> {
  const gathered = gather(source, ids);
  if (!gathered.ok) return gathered;
  const { places, scope, needs, sources, replacedBy } = gathered.value;
  const root = rawOf(parseDocumentText(source.text, '')).value;
  const jsonAt = (key: string): Json | undefined => {
    const raw = rawAt(root, [key]);
    return raw === undefined ? undefined : toJson(raw);
  };
  const inside = sources.join('');
  const specs = jsonAt('params') as JsonObject | undefined;
  const read = Object.keys(specs ?? {}).filter((key) => readsParam(inside, key));
  const head: Record<string, Json> = { name };
  if (read.length > 0) head.params = Object.fromEntries(read.map((key) => [key, specs![key]!]));
  for (const key of SHARED_KEYS) {
    const value = jsonAt(key);
    if (value !== undefined) head[key] = value;
  }
  const hasSecrets = head.secrets !== undefined || /^\s*(- )?secrets:/m.test(inside) || inside.includes('secrets.');
  const written = editFlow('steps: []\n', [
    ...Object.entries(head).map(([key, value], index): FlowEdit => ({ op: 'insert', path: [key], value, index })),
    ...sources.map((entry, i): FlowEdit => ({ op: 'insert-source', path: ['steps', i], source: entry })),
  ]);
  if (!written.ok) return err(written.error);

  const stepName = freeName(name, idsTaken(source.flow, scope));
  const id = slugOf(stepName, 1);
  const value: JsonObject = {
    name: stepName,
    executor: 'flow',
    with: {
      flow: file,
      ...(read.length === 0 ? {} : { params: Object.fromEntries(read.map((key) => [key, `\${{ params.${key} }}`])) }),
      ...(hasSecrets ? { secrets: 'inherit' } : {}),
    },
    ...(needs.length === 0 ? {} : { needs: needs.map(needText) }),
  };
  const prefix = scope.owner === undefined ? '' : `${scope.owner.fullId}/`;
  const operation = {
    label: `Extract ${namesOf(places)} into ${file.replace(/^\.\//, '')}`,
    edits: replacedBy(id, { value }),
    select: [prefix + id],
  };
  return ok({ operation, text: written.value.text });
}

/** Also by the variable in which a script finds it. */
function readsParam(text: string, key: string): boolean {
  const variable = `CHRONUM_PARAM_${key.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`;
  return text.includes(variable) || new RegExp(`\\bparams\\.${key}(?![\\w-])|params\\[["']${key}["']\\]`).test(text);
}
