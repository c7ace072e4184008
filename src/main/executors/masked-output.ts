import { problem, type Result } from '../../core/base/result.ts';
import type { Outputs } from '../../core/run/event.ts';

/** Outputs are stored and shown, so one that contains a secret is refused. Null when none does. */
export function maskedOutput(outputs: Outputs, masks: readonly string[]): Result<never> | null {
  if (masks.length === 0) return null;
  for (const [name, value] of Object.entries(outputs)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (!masks.some((mask) => mask !== '' && text.includes(mask))) continue;
    return problem(
      'output-has-secret',
      `The output "${name}" contains a secret, and outputs are stored. Give the secret to the later step by \`secrets:\` instead.`,
    );
  }
  return null;
}
