import { z } from 'zod';
import { FLOW_HELP, STEP_HELP } from './schema/descriptions.ts';
import { flowSchema } from './schema/flow.ts';

/** A JSON Schema, as far as this file looks into one. */
interface Node {
  description?: string;
  properties?: Record<string, Node>;
  patternProperties?: Record<string, Node>;
  items?: Node;
  [key: string]: unknown;
}

/**
 * JSON Schema (draft 7, which editors know best) of a flow file, made from the schema that validates it. It knows the shape of a
 * file; how its parts refer to each other is for `readFlow` to check.
 */
export function flowJsonSchema(): Node {
  const made = z.toJSONSchema(flowSchema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  // Steps nest, so their list is a definition; the generator has no name for it.
  const schema = JSON.parse(JSON.stringify(made).replaceAll('__schema0', 'steps')) as Node & {
    definitions: { steps: Node };
  };
  explain(schema.properties, FLOW_HELP);
  explain(schema.definitions.steps.items?.properties, STEP_HELP);
  const { $schema, type, ...rest } = schema;
  return {
    $schema,
    title: 'Chronum flow',
    type,
    ...rest,
    patternProperties: { '^x-': { description: 'A place of your own, for anchors.' } },
  };
}

function explain(properties: Record<string, Node> | undefined, help: Readonly<Record<string, string>>): void {
  for (const [key, node] of Object.entries(properties ?? {})) {
    const text = help[key];
    if (text !== undefined) (properties ?? {})[key] = { ...node, description: text };
  }
}
