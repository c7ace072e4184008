import { describe, expect, it } from 'vitest';
import { type ContainerRun, dockerArguments } from './arguments.ts';
import { containerEnvironment } from './container-env.ts';
import { containerName } from './container-name.ts';
import { dockerSchema } from './schema.ts';

const given = (config: object, more: Partial<ContainerRun> = {}): string[] =>
  dockerArguments({
    config: dockerSchema.parse({ image: 'alpine:3.22', ...config }),
    name: 'chronum-x',
    workspace: '/home/me/flows',
    cwd: '/home/me/flows',
    tty: false,
    envFile: '/tmp/env',
    outputFile: '/tmp/output',
    passed: [],
    ...more,
  });
const script = { file: '/tmp/script', shell: ['sh', '-e', '{0}'] };

describe('the command line of a container', () => {
  it('runs what the image says, in the workspace', () => {
    expect(given({})).toEqual([
      'run',
      '--rm',
      '--init',
      '--name=chronum-x',
      '--pull=missing',
      '--env-file=/tmp/env',
      '--mount=type=bind,source=/home/me/flows,target=/workspace',
      '--mount=type=bind,source=/tmp/output,target=/chronum/output',
      '--workdir=/workspace',
      'alpine:3.22',
    ]);
  });

  it('runs a script that it cannot change, with its arguments', () => {
    const args = given({ args: ['a b', '--flag'] }, { script });
    expect(args).toContain('--mount=type=bind,source=/tmp/script,target=/chronum/script,readonly');
    expect(args).toContain('--entrypoint=sh');
    expect(args.slice(args.indexOf('alpine:3.22'))).toEqual(['alpine:3.22', '-e', '/chronum/script', 'a b', '--flag']);
  });

  it('runs a command, or another entrypoint', () => {
    expect(given({ command: ['ls', '-l'], args: ['/'] }).slice(-4)).toEqual(['alpine:3.22', 'ls', '-l', '/']);
    const args = given({ entrypoint: '/bin/tool', args: ['x'] });
    expect(args).toContain('--entrypoint=/bin/tool');
    expect(args.slice(-2)).toEqual(['alpine:3.22', 'x']);
  });

  it('gives every option to the engine before the image', () => {
    const args = given(
      {
        user: '1000:1000',
        network: 'none',
        platform: 'linux/arm64',
        pull: 'never',
        workdir: '/srv',
        mount: false,
        options: ['--cap-drop=ALL', '--memory', '512m'],
        volumes: ['./data:/data:ro', '../up:/up', 'cache:/cache', '/abs:/abs'],
      },
      { tty: true, passed: ['KEY'] },
    );
    expect(args.at(-1)).toBe('alpine:3.22');
    expect(args).toEqual(
      expect.arrayContaining([
        '--user=1000:1000',
        '--network=none',
        '--platform=linux/arm64',
        '--pull=never',
        '--workdir=/srv',
        '--cap-drop=ALL',
        '--memory',
        '512m',
        '--volume=/home/me/flows/data:/data:ro',
        '--volume=/home/me/up:/up',
        '--volume=cache:/cache',
        '--volume=/abs:/abs',
        '--tty',
        '--env=KEY',
      ]),
    );
    expect(args.join(' ')).not.toContain('target=/workspace');
  });

  it.each([
    ['/home/me/flows/a/b', '/workspace/a/b'],
    ['/home/me/other', '/workspace'],
    ['/home/me/flows/..dots', '/workspace/..dots'],
  ])('stands in the container where the step stands: %s', (cwd, expected) => {
    expect(given({}, { cwd })).toContain(`--workdir=${expected}`);
  });

  it('mounts folders of any name', () => {
    expect(given({}, { workspace: '/a,b "c":d' })).toContain(
      '--mount=type=bind,"source=/a,b ""c"":d",target=/workspace',
    );
  });

  it.each([
    { image: '--privileged' },
    { image: '' },
    { network: '--privileged' },
    { user: 'a b' },
    { volumes: ['/only-here'] },
    { workdir: 'relative' },
    { pull: 'sometimes' },
    { engine: 'rm' },
  ])('refuses %j', (config) => {
    expect(dockerSchema.safeParse({ image: 'alpine', ...config }).success).toBe(false);
  });
});

describe('the environment of a container', () => {
  it('goes by a file, where its lines can hold it', () => {
    expect(containerEnvironment({ A: 'x y=z', PATH: '/bin', N: '', M: 'a\nb', Q: '"q"', B: ' x' })).toEqual({
      ok: true,
      value: { file: 'A=x y=z\nPATH=/bin\nN=\n', passed: { M: 'a\nb', Q: '"q"', B: ' x' } },
    });
  });

  it.each(['PATH', 'DOCKER_HOST', 'LD_PRELOAD', 'https_proxy'])('does not change the engine itself by %s', (name) => {
    expect(containerEnvironment({ [name]: 'a\nb' })).toMatchObject({ ok: false, error: { code: 'env-not-passable' } });
  });
});

it('names a container after its attempt', () => {
  const key = { runId: 'r1', stepId: 'test[os=linux,node=22]', branch: 'body', attempt: 1 };
  expect(containerName(key)).toMatch(/^chronum-r1-test-os-linux-node-22--[0-9a-f]{12}$/);
  expect(containerName(key)).toBe(containerName({ ...key }));
  expect(containerName({ ...key, attempt: 2 })).not.toBe(containerName(key));
  expect(containerName({ ...key, stepId: 'x'.repeat(2000) }).length).toBeLessThan(100);
});
