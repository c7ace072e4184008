import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BrowserWindow, type Rectangle, screen } from 'electron';

const DEFAULT_SIZE = { width: 1280, height: 820 };
export const LEAST_SIZE = { width: 760, height: 480 };
/** So much of the window must lie on a display for a person to find and drag it. */
const LEAST_VISIBLE = 80;
const SAVE_DELAY_MS = 400;

interface Place {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
}

/** Where the window was last time, unless that is on no display any more. A small file: it is read before the store opens. */
export function placeOfWindow(path: string): { bounds: Partial<Rectangle>; maximized: boolean } {
  const place = readPlace(path);
  if (!place) return { bounds: defaultSize(), maximized: false };
  return { bounds: isReachable(place.bounds) ? place.bounds : defaultSize(), maximized: place.maximized };
}

function defaultSize(): Partial<Rectangle> {
  const { width, height } = screen.getPrimaryDisplay().workAreaSize;
  return { width: Math.min(DEFAULT_SIZE.width, width), height: Math.min(DEFAULT_SIZE.height, height) };
}

function isReachable(bounds: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const width = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
    const isTitleVisible = bounds.y >= workArea.y - 1 && bounds.y < workArea.y + workArea.height - LEAST_VISIBLE;
    return width >= LEAST_VISIBLE && isTitleVisible;
  });
}

function readPlace(path: string): Place | undefined {
  try {
    const { bounds, maximized } = JSON.parse(readFileSync(path, 'utf8')) as Place;
    const numbers = [bounds.x, bounds.y, bounds.width, bounds.height];
    const isSound = numbers.every(Number.isInteger) && bounds.width > 0 && bounds.height > 0;
    return isSound ? { bounds, maximized: maximized === true } : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the place a moment after each change, and at the end. */
export function rememberPlace(window: BrowserWindow, path: string): void {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    const place: Place = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify(place));
      renameSync(`${path}.new`, path);
    } catch {
      // A full disk or a read-only folder: the window opens at its old place next time, which nobody needs to be told.
    }
  };
  const saveSoon = () => {
    timer ??= setTimeout(save, SAVE_DELAY_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
  window.on('closed', () => clearTimeout(timer));
}
