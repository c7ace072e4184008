// An Electron main script: draws SVGs in a page that is never shown. `CHRONUM_DRAWINGS` names a JSON file with a list
// of `{ svg, size, png }`: the text of a drawing, the width in pixels, and the file to write.
import { readFileSync, writeFileSync } from 'node:fs';
import { app, BrowserWindow } from 'electron';

/** Runs in the page. */
const draw = (/** @type {string} */ svg, /** @type {number} */ size) =>
  new Promise((resolve, reject) => {
    const picture = new Image(size, size);
    picture.onload = () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
      canvas.getContext('2d')?.drawImage(picture, 0, 0, size, size);
      resolve(canvas.toDataURL('image/png'));
    };
    picture.onerror = () => reject(new Error('the drawing is not valid SVG'));
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });

async function drawAll() {
  const window = new BrowserWindow({ show: false });
  await window.loadURL('data:text/html,<meta charset=utf-8>');
  /** @type {{ svg: string, size: number, png: string }[]} */
  const drawings = JSON.parse(readFileSync(process.env.CHRONUM_DRAWINGS ?? '', 'utf8'));
  for (const { svg, size, png } of drawings) {
    const url = await window.webContents.executeJavaScript(`(${draw})(${JSON.stringify(svg)}, ${size})`);
    writeFileSync(png, Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
  }
}

// No top-level await: Electron is not ready before this module has settled.
app
  .whenReady()
  .then(drawAll)
  .then(
    () => app.exit(0),
    (error) => {
      console.error(error);
      app.exit(1);
    },
  );
