import { delimiter } from 'node:path';
import { expect, it } from 'vitest';
import { inheritedEnvironment } from './environment.ts';

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
