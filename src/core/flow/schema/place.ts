import { z } from 'zod';

/**
 * A map with fixed keys. `place` is what a person calls it (`a step`): it stands in messages, and gives the keys of that place
 * to whoever looks for the nearest one. Optional members are `.exactOptional()`: absent stays absent.
 */
export function place<S extends z.ZodRawShape>(name: string, shape: S): z.ZodObject<S, z.core.$strict> {
  keysByPlace.set(name, Object.keys(shape));
  return z.strictObject(passingOverAbsence(shape), { error: () => name }).meta({ title: name.replaceAll('`', '') });
}

/**
 * `exactOptional` reads what is absent and throws the outcome away, which costs more than all the rest in a flow of thousands of
 * steps. `optional` passes over it. The two differ for an explicit `undefined` alone, which no file holds.
 */
function passingOverAbsence<S extends z.ZodRawShape>(shape: S): S {
  const entries = Object.entries(shape).map(([key, schema]) => [
    key,
    schema instanceof z.ZodExactOptional ? z.optional(schema.def.innerType) : schema,
  ]);
  return Object.fromEntries(entries) as S;
}

const keysByPlace = new Map<string, readonly string[]>();

/** The keys that a place takes, in the order of the format's page. */
export const keysOf = (name: string): readonly string[] => keysByPlace.get(name) ?? [];

/** A map of names to values of one kind. */
export const named = <V extends z.ZodType>(what: string, value: V, names: RegExp = /^/, hint = 'a name') =>
  z.record(z.string().regex(names, { error: hint }), value, { error: what });

export const listOf = <V extends z.ZodType>(what: string, value: V) => z.array(value, { error: what });

/** A single value stands for a list of one. */
export const oneOrMany = <V extends z.ZodType>(what: string, value: V) =>
  z.union([value.transform((one) => [one] as z.output<V>[]), z.array(value, { error: what })], { error: what });

/** Adds a problem of the format's own to zod's. The message is a whole sentence; `offset` counts in the value's text. */
export function complain(
  ctx: { issues: z.core.$ZodRawIssue[]; value?: unknown },
  { code, message, offset, path }: { code: string; message: string; offset?: number; path?: (string | number)[] },
  input: unknown,
): void {
  ctx.issues.push({ code: 'custom', message, input, path: path ?? [], params: { code, offset }, continue: false });
}
