import { fileURLToPath } from 'node:url';
import { processesContract } from '../../testing/processes-contract.ts';
import { createProcesses } from './index.ts';

const helper = fileURLToPath(new URL('../../helper/index.ts', import.meta.url));

processesContract('the client of the helper', {
  create: (dataFolder) =>
    createProcesses({ helperCommand: process.execPath, helperArgs: [helper], env: process.env, dataFolder }),
});
