import { describe, expect, it } from 'vitest';
import { createHarness, type Harness } from '../../testing/engine-harness.ts';
import { httpExecutor } from '../executors/http/index.ts';
import type { Executor } from '../ports/executor.ts';
import { SecretsUnavailable } from '../ports/secret-store.ts';

const TOKEN = 'hunter2-hunter2';
const start = (h: Harness, steps: string, environment: Record<string, string> = {}) =>
  h.start(`name: s\n${steps}`, { environment });

describe('a run that reads secrets', () => {
  it.each([
    ['listed by the flow', 'secrets: [TOKEN]\nsteps: [{id: a, run: x}]\n', /the flow needs the secret `TOKEN`/],
    ['listed by a step', 'steps: [{id: a, run: x, secrets: [TOKEN]}]\n', /`a` needs the secret `TOKEN`/],
    ['named in env', 'steps: [{id: a, run: x, env: {T: "x-${{ secrets.TOKEN }}"}}]\n', /`a` needs/],
    ['named in env of the flow', 'env: {T: "${{ secrets.TOKEN }}"}\nsteps: [{id: a, run: x}]\n', /the flow needs/],
    ['in a group', 'steps: [{id: g, steps: [{id: a, run: x, secrets: {T: TOKEN}}]}]\n', /`a` needs/],
    ['in a fallback', 'steps: [{id: a, run: x, fallback: {run: y, secrets: [TOKEN]}}]\n', /`a` needs/],
    [
      'in a handler',
      'steps: [{id: a, run: x}]\nhandlers: {always: [{id: z, run: x, secrets: [TOKEN]}]}\n',
      /`z` needs/,
    ],
  ])('is refused before it starts when one is missing: %s', async (_, flow, words) => {
    const h = createHarness();
    await expect(start(h, flow)).rejects.toMatchObject({ name: 'RunRefused', message: expect.stringMatching(words) });
    await expect(start(h, flow)).rejects.toThrow(/chronum secrets set TOKEN/);
    expect(h.store.runs.list({}, { limit: 9 }).runs).toEqual([]);
  });

  it('is refused with how to unlock a store that is locked', async () => {
    const h = createHarness({
      findSecret: async () => Promise.reject(new SecretsUnavailable('locked', 'locked: do this')),
    });
    await expect(start(h, 'steps: [{id: a, run: x, secrets: [A, B]}]\n')).rejects.toThrow(/^locked: do this$/);
    await start(h, 'steps: [{id: a, run: x}]\n');
    (await h.next()).succeed();
  });

  it('is not refused for what is disabled', async () => {
    const h = createHarness();
    await start(h, 'steps: [{id: a, run: x, disabled: true, secrets: [TOKEN]}, {id: b, run: x}]\n');
    (await h.next()).succeed();
  });

  it('fails the step with words when a secret was removed meanwhile', async () => {
    const secrets: Record<string, string> = { TOKEN };
    const h = createHarness({ secrets });
    const { finished, runId } = await start(
      h,
      'steps: [{id: a, run: x}, {id: b, run: x, needs: [a], secrets: [TOKEN]}]\n',
    );
    const a = await h.next();
    delete secrets.TOKEN;
    a.succeed();
    expect((await finished).status).toBe('failed');
    expect(h.state(runId).steps.get('b')?.error).toMatchObject({ code: 'secret-not-found' });
  });

  it('fills env of the flow and of steps, and keeps both out of expressions', async () => {
    const h = createHarness({ secrets: { TOKEN } });
    await start(
      h,
      'env: {A: "a-${{ secrets.TOKEN }}", P: plain}\nsteps:\n' +
        '  - {id: a, run: "${{ toJson(env) }}", env: {B: "${{ secrets.TOKEN }}-${{ 1 + 1 }}"}}\n',
    );
    const { context, succeed } = await h.next();
    expect(context.env).toMatchObject({ A: `a-${TOKEN}`, B: `${TOKEN}-2`, P: 'plain' });
    expect(JSON.parse(context.run ?? '')).toEqual({ P: 'plain' });
    expect(context.masks).toEqual([TOKEN]);
    succeed();
  });

  it('gives a secret to the steps that list it alone, wherever it was found, and never writes it down', async () => {
    const h = createHarness({ secrets: { TOKEN } });
    const environment = { TOKEN, URL: `https://me:${TOKEN}@example.com`, PATH: '/bin' };
    const { runId, finished } = await start(
      h,
      'steps: [{id: a, run: "${{ env.TOKEN }}"}, {id: b, run: x, needs: [a], secrets: [TOKEN]}]\n',
      environment,
    );
    const a = await h.next();
    expect(a.context.env).not.toHaveProperty('TOKEN');
    expect(a.context.env).toMatchObject({ URL: environment.URL, PATH: '/bin' });
    expect(a.context.run).toBe('');
    // What another step left in a file may be printed by this one.
    expect(a.context.masks).toEqual([TOKEN]);
    a.succeed();
    const b = await h.next();
    expect(b.context.env).toMatchObject({ TOKEN });
    expect(b.context.ownEnv).toMatchObject({ TOKEN });
    expect(b.context.ownEnv).not.toHaveProperty('PATH');
    b.succeed();
    await finished;
    expect(JSON.stringify(h.events(runId))).not.toContain(TOKEN);
    expect(h.events(runId)[0]).toMatchObject({ environment: { PATH: '/bin' } });
  });

  it.each([
    ['in clear', `x${TOKEN}`],
    ['in base64', Buffer.from(`ab${TOKEN}`).toString('base64')],
    ['as a list', [1, { a: TOKEN }]],
  ])('refuses outputs that hold one %s', async (_, value) => {
    const h = createHarness({ secrets: { TOKEN } });
    const { runId, finished } = await start(h, 'steps: [{id: a, run: x, secrets: [TOKEN]}]\n');
    (await h.next()).succeed({ out: value });
    expect((await finished).status).toBe('failed');
    expect(h.state(runId).steps.get('a')?.error?.message).toMatch(/contains a secret/);
    expect(JSON.stringify(h.events(runId))).not.toMatch(/hunter2|aHVudGVyMi1odW50ZXIy/);
  });

  it('does not let a secret stand where its executor has none, whoever made the plan', async () => {
    const picky: Executor = { ...httpExecutor, name: 'shell', secretFields: ['a.*'] } as Executor;
    const seen: unknown[] = [];
    const executor: Executor = {
      ...picky,
      takesScript: 'optional',
      parse: (value) => ({ ok: true, value }),
      execute: async ({ config }) => {
        seen.push(config);
        return { status: 'succeeded' };
      },
    };
    const h = createHarness({ secrets: { TOKEN }, executors: [executor], secretFields: { shell: ['a.*', 'b'] } });
    const fine = await start(h, 'steps: [{id: a, run: x, with: {a: {k: "${{ secrets.TOKEN }}!"}}}]\n');
    expect((await fine.finished).status).toBe('succeeded');
    expect(seen).toEqual([{ a: { k: `${TOKEN}!` } }]);
    const wrong = await start(h, 'steps: [{id: a, run: x, with: {b: "${{ secrets.TOKEN }}"}}]\n');
    expect((await wrong.finished).status).toBe('failed');
    expect(h.state(wrong.runId).steps.get('a')?.error).toMatchObject({ code: 'secret-not-here' });
  });
});
