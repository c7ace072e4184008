/** What the format's page says of the executors that come with Chronum; plug-ins say it themselves. */
export interface ExecutorTraits {
  readonly script: 'required' | 'optional' | 'no';
  /** Fields of `with` in which a secret may stand, as dotted paths; `*` for any key, `**` for anything below. */
  readonly secretFields: readonly string[];
}

const BUILT_IN: Readonly<Record<string, ExecutorTraits>> = {
  shell: { script: 'required', secretFields: [] },
  python: { script: 'required', secretFields: [] },
  node: { script: 'required', secretFields: [] },
  docker: { script: 'optional', secretFields: [] },
  http: { script: 'no', secretFields: ['url', 'headers.*', 'query.*', 'body', 'body.**', 'auth.**'] },
  flow: { script: 'no', secretFields: [] },
  approval: { script: 'no', secretFields: [] },
  noop: { script: 'no', secretFields: [] },
};

export const BUILT_IN_EXECUTORS: readonly string[] = Object.keys(BUILT_IN);
export const DEFAULT_EXECUTOR = 'shell';

export const traitsOf = (executor: string): ExecutorTraits | undefined =>
  Object.hasOwn(BUILT_IN, executor) ? BUILT_IN[executor] : undefined;

export function takesSecret(patterns: readonly string[], field: readonly (string | number)[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('.');
    if (parts.at(-1) === '**') {
      const prefix = parts.slice(0, -1);
      return field.length > prefix.length && prefix.every((part, i) => part === '*' || part === String(field[i]));
    }
    return parts.length === field.length && parts.every((part, i) => part === '*' || part === String(field[i]));
  });
}
