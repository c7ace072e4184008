import type { Finding } from '../yaml/document.ts';
import type { Path } from '../yaml/path.ts';
import { atKey, type CheckContext } from './context.ts';

/** Keys whose behaviour comes later. They are read and checked like all others, and say so. */
const FLOW_KEYS = ['deadline', 'alerts', 'workspace'] as const;
const STEP_KEYS = ['artifacts', 'cache', 'sources', 'generates'] as const;
const TRIGGER_TYPES: readonly string[] = ['webhook', 'mount', 'git'];

export function checkNotYet(context: CheckContext): Finding[] {
  const { flow } = context;
  const paths: Path[] = FLOW_KEYS.filter((key) => flow[key] !== undefined).map((key) => [key]);
  if (flow.retention?.keep !== undefined) paths.push(['retention', 'keep']);
  flow.triggers?.forEach(({ type }, i) => {
    if (TRIGGER_TYPES.includes(type)) paths.push(['triggers', i, type]);
  });
  for (const { places } of context.scopes) {
    for (const { step, path } of places) {
      for (const key of STEP_KEYS) if (step[key] !== undefined) paths.push([...path, key]);
    }
  }
  return paths.map((path) => {
    const message = `\`${path.at(-1)}\` is read and checked, but has no effect yet`;
    return atKey(context, path, { code: 'not-yet', severity: 'warning', message });
  });
}
