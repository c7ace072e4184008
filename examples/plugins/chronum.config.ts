import { defineConfig } from '@chronum/sdk';

/** What this workspace adds to the studio. A package of npm is named as it is installed, a file by its path. */
export default defineConfig({ plugins: ['./words.ts', './diary.ts', './budget.ts'] });
