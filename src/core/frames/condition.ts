import { isJsonObject } from '../base/json.ts';
import { ended, expressionFailed, type Frame, record } from './frame.ts';

interface ConditionState {
  readonly value: boolean;
}

/** Runs what it surrounds when its condition holds; otherwise `else`, or nothing. Asked once. */
export const conditionFrame: Frame<ConditionState> = {
  name: 'if',

  fold(state, event, { isOwn }) {
    return event.type === 'condition.evaluated' && isOwn ? { value: event.value } : state;
  },

  decide(context) {
    const { state, run, step, node, branch, rawConfig } = context;
    if (state !== undefined) {
      if (state.value) return context.child();
      return context.alternatives > 0
        ? context.alternative(0)
        : ended({ status: 'skipped', reason: 'condition-false' });
    }
    const written = isJsonObject(rawConfig) ? rawConfig.if : rawConfig;
    if (typeof written !== 'string' && typeof written !== 'boolean')
      return expressionFailed('`if` takes a boolean or an expression');
    const value = context.evaluate(written);
    if (!value.ok) return expressionFailed(value.error.message);
    if (typeof value.value !== 'boolean') {
      return expressionFailed(`\`if\` gave ${JSON.stringify(value.value)}, not true or false`);
    }
    return record({
      type: 'condition.evaluated',
      runId: run.runId,
      stepId: step.id,
      branch,
      frame: node,
      value: value.value,
      expression: String(written),
    });
  },
};
