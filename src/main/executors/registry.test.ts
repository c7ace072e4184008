import { describe, expect, it } from 'vitest';
import { traitsOf } from '../../core/flow/checks/executors.ts';
import { createExecutionHarness } from '../../testing/execution-harness.ts';
import { noopExecutor } from './noop/index.ts';
import { builtInExecutors } from './registry.ts';

describe('the executors that come with Chronum', () => {
  it.each([...builtInExecutors()])('%s describes itself', (name, executor) => {
    expect(executor.name).toBe(name);
    expect(executor.title).not.toBe('');
    expect(executor.description).toMatch(/^[A-Z].*[^.]$/);
    expect(executor.jsonSchema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(executor.parse({ 'no-such-key': 1 })).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.stringContaining('unknown key "no-such-key"')]),
    });
  });

  it.each([...builtInExecutors()])(
    '%s takes scripts and secrets where the reader of flows allows them',
    (name, executor) => {
      const { script, secretFields } = traitsOf(name) ?? {};
      expect({ script, secretFields }).toEqual({ script: executor.takesScript, secretFields: executor.secretFields });
    },
  );

  it('noop succeeds at once', async () => {
    const harness = createExecutionHarness();
    expect((await harness.execute(noopExecutor, {})).result).toEqual({ status: 'succeeded' });
    await harness.close();
  });
});
