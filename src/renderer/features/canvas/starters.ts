import type { ExecutorRow } from '../../../contract/models.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../core/base/json.ts';

/** A new step of each type that runs as it is, so that a flow stays whole while it is drawn. */
const BODIES: Readonly<Record<string, JsonObject>> = {
  shell: { run: 'echo "Hello"' },
  python: { executor: 'python', run: 'print("Hello")' },
  node: { executor: 'node', run: 'console.log("Hello")' },
  docker: { executor: 'docker', run: 'echo "Hello"', with: { image: 'alpine:3' } },
  http: { executor: 'http', with: { url: 'https://example.com/' } },
  flow: { executor: 'flow', with: { flow: './another.chronum.yaml' } },
  approval: { executor: 'approval', with: { message: 'Go on?' } },
  noop: { executor: 'noop' },
};

/** What a new step of a type begins with. */
export function starterOf({
  name,
  takesScript,
  schema,
}: Pick<ExecutorRow, 'name' | 'takesScript' | 'schema'>): JsonObject {
  const known = BODIES[name];
  if (known !== undefined) return known;
  const options = requiredOptions(schema);
  return {
    executor: name,
    ...(takesScript === 'required' ? { run: '# what it runs' } : {}),
    ...(Object.keys(options).length === 0 ? {} : { with: options }),
  };
}

/** The options that a plug-in's executor insists on, each with a value of its type. */
function requiredOptions(schema: Json): JsonObject {
  if (!isJsonObject(schema) || !Array.isArray(schema.required) || !isJsonObject(schema.properties ?? null)) return {};
  const properties = schema.properties as JsonObject;
  return Object.fromEntries(schema.required.map((key) => [String(key), sample(properties[String(key)] ?? null)]));
}

function sample(schema: Json): Json {
  if (!isJsonObject(schema)) return '';
  if (schema.default !== undefined) return schema.default;
  if (Array.isArray(schema.enum)) return schema.enum[0] ?? '';
  switch (schema.type) {
    case 'number':
    case 'integer':
      return typeof schema.minimum === 'number' ? schema.minimum : 1;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return requiredOptions(schema);
    default:
      return '';
  }
}
