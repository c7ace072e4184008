import { build } from '../scripts/build/index.ts';
import { environmentOf, resolveElectron } from '../scripts/electron/runtime.ts';
import { chromiumSwitches } from '../scripts/electron/switches.ts';
import { canShow, startVirtualDisplay } from '../scripts/system/display.ts';
import { EXAMPLE_NEEDS, VIRTUAL_DISPLAY_NEEDS, WINDOW_NEEDS } from '../scripts/system/needs.ts';
import { ensureSystemPackages } from '../scripts/system/packages.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Prepares what every test needs, and tells the workers by the environment:
 * - `ELECTRON_EXEC_PATH`: the executable of the Electron to launch
 * - `CHRONUM_ELECTRON_SWITCHES`: the switches Chromium needs on this machine, separated by blanks
 * - `DISPLAY`: of the virtual display, where the machine has none
 *
 * Returns the teardown.
 */
export default async function prepare(): Promise<() => Promise<void>> {
  const missing = await ensureSystemPackages([...WINDOW_NEEDS, ...VIRTUAL_DISPLAY_NEEDS, ...EXAMPLE_NEEDS], say);
  if (missing !== undefined) throw new Error(missing);
  const [runtime] = await Promise.all([resolveElectron(say), build({ onlyStale: true })]);
  say(runtime.summary);
  Object.assign(process.env, environmentOf(runtime), {
    CHRONUM_ELECTRON_SWITCHES: chromiumSwitches(runtime).join(' '),
  });
  if (await canShow()) return async () => undefined;
  const display = await startVirtualDisplay();
  process.env.DISPLAY = display.name;
  return () => display.stop();
}
