import { isJsonObject, type Json } from '../../core/base/json.ts';
import { textMask } from '../../core/mask/mask-text.ts';
import type { PreparedFacts, PreparedVariable } from '../../core/run/event.ts';
import type { BodyNode } from '../../core/run/plan.ts';

type Variables = Readonly<Record<string, string>>;

interface Prepared {
  readonly body: BodyNode;
  /** With everything filled in, secrets too. */
  readonly script: string | undefined;
  readonly options: Json;
  readonly shell: string | undefined;
  readonly cwd: string | undefined;
  readonly layers: Readonly<Record<PreparedVariable['from'], Variables>>;
  readonly masks: readonly string[];
}

/** Longer texts are cut: they are for a person to read, and every attempt has them. */
const MOST_TEXT = 16 * 1024;
const MOST_VALUE = 2 * 1024;

/** What of a prepared attempt is written down. Values from secrets and dotenv files never are: only that they were there. */
export function preparedFacts({
  body,
  script,
  options,
  shell,
  cwd,
  layers,
  masks,
}: Prepared): PreparedFacts | undefined {
  const mask = textMask(masks);
  const tell = (text: string, most: number) => cut(mask.apply(text), most);
  const env = [...variablesOf(layers)].map(
    ([name, { from, value }]): PreparedVariable =>
      from === 'secret' || from === 'file' ? { name, from } : { name, from, value: tell(value, MOST_VALUE) },
  );
  const facts: PreparedFacts = {
    ...(script === undefined || script === body.run ? {} : { command: tell(script, MOST_TEXT) }),
    ...(shell === undefined || shell === body.shell ? {} : { shell: tell(shell, MOST_VALUE) }),
    ...(cwd === undefined ? {} : { cwd: tell(cwd, MOST_VALUE) }),
    ...(isSame(options, body.with ?? {}) ? {} : { with: maskedJson(options, (text) => tell(text, MOST_VALUE)) }),
    ...(env.length === 0 ? {} : { env }),
  };
  return Object.keys(facts).length === 0 ? undefined : facts;
}

/** Each variable once, with the layer that gave it its value. */
function variablesOf(
  layers: Prepared['layers'],
): ReadonlyMap<string, { from: PreparedVariable['from']; value: string }> {
  const found = new Map<string, { from: PreparedVariable['from']; value: string }>();
  for (const from of ['file', 'flow', 'step', 'secret'] as const) {
    for (const [name, value] of Object.entries(layers[from])) found.set(name, { from, value });
  }
  return found;
}

function maskedJson(value: Json, tell: (text: string) => string): Json {
  if (typeof value === 'string') return tell(value);
  if (Array.isArray(value)) return value.map((item) => maskedJson(item, tell));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [tell(key), maskedJson(item, tell)]));
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most)}…`);
