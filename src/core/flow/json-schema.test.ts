import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flowJsonSchema } from './json-schema.ts';
import { FLOW_HELP, STEP_HELP } from './schema/descriptions.ts';
import { keysOf } from './schema/place.ts';

const FILE = 'resources/flow.schema.json';
const generated = () => `${JSON.stringify(flowJsonSchema(), null, 2)}\n`;

describe('the JSON Schema of flow files', () => {
  it('is up to date: refresh it with `UPDATE_SCHEMA=1 npx vitest run src/core/flow/json-schema.test.ts`', () => {
    if (process.env.UPDATE_SCHEMA === '1') writeFileSync(FILE, generated());
    expect(readFileSync(FILE, 'utf8') === generated(), `${FILE} is stale`).toBe(true);
  });

  it('has every key of a flow and of a step, with a line of help', () => {
    const { properties, definitions } = flowJsonSchema() as unknown as {
      properties: Record<string, { description?: string }>;
      definitions: { steps: { items: { properties: Record<string, { description?: string }> } } };
    };
    const step = definitions.steps.items.properties;
    expect(Object.keys(properties)).toEqual(keysOf('a flow'));
    expect(Object.keys(step)).toEqual(keysOf('a step'));
    expect(Object.values({ ...properties, ...step }).filter(({ description }) => !description)).toEqual([]);
    expect(Object.keys(FLOW_HELP)).toEqual(keysOf('a flow'));
    expect(Object.keys(STEP_HELP)).toEqual(keysOf('a step'));
  });

  it('refuses unknown keys but for x-', () => {
    expect(flowJsonSchema()).toMatchObject({
      additionalProperties: false,
      patternProperties: { '^x-': {} },
      required: ['name', 'steps'],
    });
  });
});
