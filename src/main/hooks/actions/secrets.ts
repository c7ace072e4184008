import type { SecretLookup } from '../../ports/secret-store.ts';

/** The values of secrets by name. Throws when one is missing. */
export async function readSecrets(names: readonly string[], store: SecretLookup): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const name of names) {
    const value = await store.find(name, {});
    if (value === null) throw new Error(`there is no secret \`${name}\`: add it with \`chronum secrets set ${name}\``);
    values.set(name, value);
  }
  return values;
}

/** No secret leaves through a message. */
export function withoutSecrets(message: string, values: ReadonlyMap<string, string>): string {
  let text = message;
  for (const value of values.values()) if (value !== '') text = text.replaceAll(value, '***');
  return text;
}
