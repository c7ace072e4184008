// `npm run system-packages`: installs what a bare Debian or Ubuntu lacks for the window, the tests and the examples.
import { EXAMPLE_NEEDS, VIRTUAL_DISPLAY_NEEDS, WINDOW_NEEDS } from './system/needs.ts';
import { ensureSystemPackages } from './system/packages.ts';

const needs = [...WINDOW_NEEDS, ...VIRTUAL_DISPLAY_NEEDS, ...EXAMPLE_NEEDS];
const missing = await ensureSystemPackages(needs, (line) => process.stderr.write(`${line}\n`));
if (missing !== undefined) {
  process.stderr.write(`${missing}\n`);
  process.exitCode = 1;
}
