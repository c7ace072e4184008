import { describe, expect, it } from 'vitest';
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

  it('noop succeeds at once', async () => {
    const harness = createExecutionHarness();
    expect((await harness.execute(noopExecutor, {})).result).toEqual({ status: 'succeeded' });
    await harness.close();
  });
});
