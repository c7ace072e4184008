import { delimiter } from 'node:path';
import { expect, it } from 'vitest';
import { inheritedEnvironment, splitEnvironment } from './environment.ts';

it('passes on what the starter had, but for what describes the studio itself', () => {
  const path = ['/opt/studio/node_modules/.bin', '/home/me/web/node_modules/.bin', '/opt/studio/bin', '/usr/bin'];
  const inherited = inheritedEnvironment(
    {
      HOME: '/home/me',
      MY_CHRONUM: '1',
      EMPTY: '',
      ABSENT: undefined,
      PATH: path.join(delimiter),
      CHRONUM: '1',
      CHRONUM_HOME: '/data',
      ELECTRON_RUN_AS_NODE: '1',
      npm_config_cache: '/c',
      INIT_CWD: '/home',
    },
    '/opt/studio',
  );
  expect(inherited).toEqual({
    HOME: '/home/me',
    MY_CHRONUM: '1',
    EMPTY: '',
    PATH: path.slice(1).join(delimiter),
  });
});

it('keeps what looks like a secret out of what is recorded', () => {
  const { recorded, sensitive } = splitEnvironment({
    PATH: '/bin',
    HOME: '/home/ann',
    GITHUB_TOKEN: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    DB_PASSWORD: 'x',
    MONKEY: 'kept',
    SSH_AUTH_SOCK: 'x',
  });
  expect(Object.keys(recorded)).toEqual(['PATH', 'HOME', 'MONKEY']);
  expect(Object.keys(sensitive)).toEqual(['GITHUB_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'DB_PASSWORD', 'SSH_AUTH_SOCK']);
});
