import { join } from 'node:path';
import { createProcesses } from '../main/processes/index.ts';

/**
 * A process that owns a helper, for tests that kill it: `node processes-owner.ts <helper> <data folder> <script>..` runs each script
 * as a step `run/<n>/body/1`, writes `exit <n>` when one ends, and ends when all have, without closing anything.
 */
const [helper = '', dataFolder = '', ...scripts] = process.argv.slice(2);
const processes = createProcesses({
  helperCommand: process.execPath,
  helperArgs: [helper],
  env: process.env,
  dataFolder,
});
await Promise.all(
  scripts.map(async (script, n) => {
    const running = await processes.run({
      mark: `run/${n}/body/1`,
      command: '/bin/sh',
      args: ['-c', script],
      cwd: dataFolder,
      env: { PATH: process.env.PATH ?? '' },
      logPath: join(dataFolder, `${n}.log`),
    });
    await running.exit;
    process.stdout.write(`exit ${n}\n`);
  }),
);
