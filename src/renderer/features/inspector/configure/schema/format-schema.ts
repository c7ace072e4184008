import type { JsonObject } from '../../../../../core/base/json.ts';
import { flowJsonSchema } from '../../../../../core/flow/json-schema.ts';

interface FormatSchema {
  readonly flow: Readonly<Record<string, JsonObject>>;
  readonly step: Readonly<Record<string, JsonObject>>;
}

let made: FormatSchema | undefined;

/** The schema of the format by key, of the flow and of a step. Made once, when the first form is shown. */
export function formatSchema(): FormatSchema {
  if (made === undefined) {
    const schema = flowJsonSchema() as unknown as {
      readonly properties: FormatSchema['flow'];
      readonly definitions: { readonly steps: { readonly items: { readonly properties: FormatSchema['step'] } } };
    };
    made = { flow: schema.properties, step: schema.definitions.steps.items.properties };
  }
  return made;
}
