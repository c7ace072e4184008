// `npm run icons`: renders the drawings in resources/ into every size and container that a platform asks for. Needed
// only after a drawing has changed; the results are kept in the repository.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, resolveElectron } from './electron/runtime.ts';
import { chromiumSwitches } from './electron/switches.ts';
import { icnsOf, icoOf, type Picture } from './icons/containers.ts';
import { inProject } from './project.ts';
import { run } from './run.ts';
import { canShow, startVirtualDisplay } from './system/display.ts';

interface Drawing {
  readonly svg: string;
  readonly size: number;
  /** The file to write. */
  readonly png: string;
}

const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const WINDOWS_SIZES = new Set([16, 24, 32, 48, 64, 128, 256]);

/**
 * A tray picture in the colour of its state for Linux and Windows, legible on light and dark panels, and in black for
 * macOS, which tints a file whose name ends in `Template`.
 */
const TRAY_COLOURS = { idle: '#7f8b9c', running: '#3b8cf5', failed: '#e5484d' };
const TRAY_SIZES = { '': 16, '@1.5x': 24, '@2x': 32, '@3x': 48 };

function trayDrawings(): Drawing[] {
  return Object.entries(TRAY_COLOURS).flatMap(([state, colour]) => {
    const svg = readFileSync(inProject('resources', 'tray', `${state}.svg`), 'utf8');
    return Object.entries(TRAY_SIZES).flatMap(([density, size]) => [
      { svg: svg.replaceAll('currentColor', colour), size, png: trayFile(`${state}${density}.png`) },
      { svg: svg.replaceAll('currentColor', '#000'), size, png: trayFile(`${state}Template${density}.png`) },
    ]);
  });
}

const trayFile = (name: string) => inProject('resources', 'tray', name);

async function render(drawings: readonly Drawing[], work: string): Promise<void> {
  const list = join(work, 'drawings.json');
  writeFileSync(list, JSON.stringify(drawings));
  const runtime = await resolveElectron((line) => process.stderr.write(`${line}\n`));
  const display = (await canShow()) ? undefined : await startVirtualDisplay();
  try {
    const script = inProject('scripts', 'icons', 'draw-in-electron.mjs');
    const profile = `--user-data-dir=${join(work, 'profile')}`;
    await run(runtime.executable, [script, profile, '--force-color-profile=srgb', ...chromiumSwitches(runtime)], {
      env: {
        ...process.env,
        ...environmentOf(runtime),
        ...(display && { DISPLAY: display.name }),
        CHRONUM_DRAWINGS: list,
      },
      timeoutMs: 60_000,
    });
  } finally {
    await display?.stop();
  }
}

const work = mkdtempSync(join(tmpdir(), 'chronum-icons-'));
try {
  const icon = readFileSync(inProject('resources', 'icon.svg'), 'utf8');
  const app = APP_SIZES.map((size) => ({ svg: icon, size, png: join(work, `${size}.png`) }));
  await render([...app, ...trayDrawings()], work);
  const pictures: Picture[] = app.map(({ size, png }) => ({ size, png: readFileSync(png) }));
  mkdirSync(inProject('resources', 'icons'), { recursive: true });
  for (const { size, png } of pictures) {
    if (size <= 512) writeFileSync(inProject('resources', 'icons', `${size}x${size}.png`), png);
  }
  writeFileSync(inProject('resources', 'icon.ico'), icoOf(pictures.filter(({ size }) => WINDOWS_SIZES.has(size))));
  writeFileSync(inProject('resources', 'icon.icns'), icnsOf(pictures));
} finally {
  rmSync(work, { recursive: true, force: true });
}
