import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** The lowest runtime the studio must run on is Electron 33: Node 20.18 and Chromium 130. */
const NODE_TARGET = 'node20.18';
const CHROMIUM_TARGET = 'chrome130';

const commonJs = { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' } as const;

/**
 * In development React's refresh comes as an inline script and changes come over a web socket; what ships keeps the
 * strict policy of index.html.
 */
const policyForDevelopment = {
  name: 'policy-for-development',
  apply: 'serve',
  transformIndexHtml: (html: string) =>
    html.replace("default-src 'self'", "default-src 'self'; script-src 'self' 'unsafe-inline'; connect-src 'self' ws:"),
} as const;

export default defineConfig({
  main: {
    build: {
      target: NODE_TARGET,
      // The reader of the store is built beside it, on its own.
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      reportCompressedSize: false,
      // Only the native modules of `dependencies` stay outside. Electron 33 cannot require() a package that is ESM
      // alone, so all else is bundled.
      externalizeDeps: true,
      rolldownOptions: { input: { index: 'src/main/index.ts' }, output: commonJs },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      minify: false,
      reportCompressedSize: false,
      // A sandboxed preload cannot require packages.
      externalizeDeps: false,
      rolldownOptions: { input: { index: 'src/preload/index.ts' }, output: commonJs },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), policyForDevelopment],
    worker: { format: 'es' },
    build: {
      target: CHROMIUM_TARGET,
      // Half the text to read and parse before the first paint.
      minify: true,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2500,
      rolldownOptions: { input: { index: resolve('src/renderer/index.html') } },
    },
  },
});
