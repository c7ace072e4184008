import type { SecretStore } from '../../ports/secret-store.ts';

/** Shorter values stand in half of all texts by chance. */
const SHORTEST = 4;

interface Known {
  readonly secrets: Pick<SecretStore, 'state' | 'names' | 'get'>;
  /** Variables of this process that must not be stored. */
  readonly sensitive: Readonly<Record<string, string>>;
  /** The home folder of the person, whose name it has. */
  readonly home: string;
}

/** Takes out of a text what is nobody else's business: every secret that is known here, and the name of the home folder. */
export async function createRedactor({ secrets, sensitive, home }: Known): Promise<(text: string) => string> {
  const values = Object.values(sensitive);
  // A store that is locked gave its values to nobody either.
  if (secrets.state().status === 'open') {
    for (const name of secrets.names()) values.push((await secrets.get(name).catch(() => null)) ?? '');
  }
  // Of many lines, each may stand somewhere by itself; the longest first, as one may be a part of another.
  const parts = new Set(values.flatMap((value) => [value, ...value.split(/\r?\n/)]).map((value) => value.trim()));
  const hidden = [...parts].filter((value) => value.length >= SHORTEST).sort((a, b) => b.length - a.length);
  return (text) => {
    const masked = hidden.reduce((rest, value) => rest.replaceAll(value, '***'), text);
    return home.length > 1 ? masked.replaceAll(home, '~') : masked;
  };
}
