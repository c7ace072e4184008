import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isJsonObject, type Json } from '../base/json.ts';
import { flowJsonSchema } from './json-schema.ts';
import { readFlow } from './read.ts';
import { writeFlow } from './write/write-flow.ts';

const FILES = readdirSync('examples').filter((file) => file.endsWith('.yaml'));
const text = (file: string) => readFileSync(`examples/${file}`, 'utf8');

describe('the example workspace', () => {
  it.each(FILES)('%s loads without errors and survives being written again', (file) => {
    const { flow, diagnostics } = readFlow(text(file), { file });
    expect(diagnostics.filter(({ code }) => code !== 'not-yet')).toEqual([]);
    expect(readFlow(writeFlow(flow!), { file }).flow).toEqual(flow);
  });

  it('shows every key of the format at least once', () => {
    const shown = new Set<string>();
    const schema = flowJsonSchema() as Schema;
    for (const file of FILES) collect(schema, parse(text(file), { merge: true }) as Json, schema, shown);
    const known = new Set<string>();
    keysIn(schema, known);
    expect([...known].filter((key) => !shown.has(key) && !SAME_ELSEWHERE.test(key)).sort()).toEqual([]);
  });
});

/** Keys that mean the same wherever they stand: shown at steps, they need not be shown again in defaults and bodies. */
const SAME_ELSEWHERE =
  /^(defaults|a body)\.|^an? \w+ trigger\.(id|timezone|startAt|endAt|maxRuns|jitter|params|enabled|except|onExcept|catchUp|catchUpWindow|onBattery|onOffline)$|^(an alert|a hook)\.(run|notify|webhook)$|^a flow\.retry$/;

interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly definitions?: { readonly steps: Schema };
}

const resolved = (schema: Schema, root: Schema): Schema =>
  schema.$ref === undefined ? schema : root.definitions!.steps;
const branches = (schema: Schema): readonly Schema[] => schema.anyOf ?? schema.allOf ?? [];

function collect(schema: Schema, value: Json, root: Schema, shown: Set<string>): void {
  const at = resolved(schema, root);
  for (const branch of branches(at)) collect(branch, value, root, shown);
  if (Array.isArray(value)) {
    for (const item of value) if (at.items !== undefined) collect(at.items, item as Json, root, shown);
  } else if (isJsonObject(value)) {
    const isThis = Object.keys(value).every((key) => key.startsWith('x-') || key in (at.properties ?? {}));
    for (const [key, item] of Object.entries(value)) {
      const property = isThis ? at.properties?.[key] : undefined;
      if (property !== undefined) {
        shown.add(`${at.title === 'Chronum flow' ? 'a flow' : at.title}.${key}`);
        collect(property, item, root, shown);
      } else if (typeof at.additionalProperties === 'object') collect(at.additionalProperties, item, root, shown);
    }
  }
}

function keysIn(schema: Schema, known: Set<string>): void {
  for (const inner of [...branches(schema), ...(schema.items ? [schema.items] : [])]) keysIn(inner, known);
  if (typeof schema.additionalProperties === 'object') keysIn(schema.additionalProperties, known);
  if (schema.definitions !== undefined) keysIn(schema.definitions.steps, known);
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (schema.title !== undefined) known.add(`${schema.title === 'Chronum flow' ? 'a flow' : schema.title}.${key}`);
    keysIn(property, known);
  }
}
