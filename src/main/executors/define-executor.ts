import { z } from 'zod';
import type { Json } from '../../core/base/json.ts';
import type { Executor } from '../ports/executor.ts';

type Definition<Schema extends z.ZodType> = Omit<Executor<z.output<Schema>>, 'parse' | 'jsonSchema'> & {
  /** Of `with`. */
  readonly schema: Schema;
};

/** An executor whose `with` is checked and described by one zod schema. */
export function defineExecutor<Schema extends z.ZodType>(definition: Definition<Schema>): Executor<z.output<Schema>> {
  const { schema, ...executor } = definition;
  return {
    ...executor,
    jsonSchema: z.toJSONSchema(schema, { io: 'input' }) as Json,
    parse: (config) => {
      const parsed = schema.safeParse(config ?? {});
      if (parsed.success) return { ok: true, value: parsed.data };
      return { ok: false, problems: parsed.error.issues.map(describe) };
    },
  };
}

function describe(issue: z.core.$ZodIssue): string {
  const path = ['with', ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys')
    return `${path}: unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  return `${path}: ${issue.message}`;
}
