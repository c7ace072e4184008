import { fileURLToPath } from 'node:url';
import { processesContract } from '../../testing/processes-contract.ts';
import { createProcesses } from './index.ts';

const helper = fileURLToPath(new URL('../../helper/index.ts', import.meta.url));

const create =
  (...flags: string[]) =>
  (dataFolder: string) =>
    createProcesses({ helperCommand: process.execPath, helperArgs: [helper, ...flags], env: process.env, dataFolder });

processesContract('the client of the helper', { create: create() });
processesContract('the client of a helper that spawns by itself', { create: create('--without-fork-server') });
