import type { Scope } from '../../../core/expression/index.ts';
import type { NotifySpec } from '../../../core/flow/flow.ts';
import { fill } from '../fill.ts';
import type { ActionParts, Occasion, Perform } from './action.ts';
import { readSecrets } from './secrets.ts';

/** Shows a person something. */
export function notifyAction(notify: NotifySpec, { run }: Occasion, scope: Scope, parts: ActionParts): Perform {
  const { title, body, urgency = 'normal' } = notify;
  const texts = fill({ title, ...(body === undefined ? {} : { body }) }, scope);
  return async () => {
    const { values } = await readSecrets(texts.secrets, run, parts.findSecrets);
    const filled = texts.with(values) as Record<string, unknown>;
    parts.notifications.show({
      title: asText(filled.title),
      ...(filled.body === undefined ? {} : { body: asText(filled.body) }),
      urgency,
      runId: run.runId,
    });
  };
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
