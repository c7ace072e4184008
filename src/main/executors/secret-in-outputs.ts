import type { Problem } from '../../core/base/result.ts';
import { textMask } from '../../core/mask/mask-text.ts';
import type { Outputs } from '../../core/run/event.ts';

/** Outputs are stored and shown, so one that contains a secret is refused. Null when none does. */
export function secretInOutputs(outputs: Outputs, masks: readonly string[]): Problem | null {
  const mask = textMask(masks);
  for (const [name, value] of Object.entries(outputs)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (!mask.reveals(text) && !mask.reveals(name)) continue;
    return {
      code: 'output-has-secret',
      message: `The output "${mask.apply(name)}" contains a secret, and outputs are stored. Give the secret to the later step by \`secrets:\` instead.`,
    };
  }
  return null;
}
