import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol } from 'electron';
import { APP_SCHEME } from './page.ts';
import { fileOf } from './served-file.ts';

/**
 * Everything comes from the app itself. Styles may be inline, because the editor, the terminal and the graph set theirs
 * from code; scripts may not.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Must be called before the app is ready. */
export function declareAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges }]);
}

/** Serves the files below `folder`, and nothing else, as `app://studio/`. Resolves once the first was asked for and read. */
export function serveApp(folder: string): Promise<void> {
  const { promise: firstServed, resolve } = Promise.withResolvers<void>();
  protocol.handle(APP_SCHEME, async (request) => {
    const file = fileOf(folder, request);
    const type = file && CONTENT_TYPES[extname(file)];
    if (!file || !type) return refusal(404);
    try {
      return new Response(new Uint8Array(await readFile(file)), { headers: headersFor(type) });
    } catch {
      return refusal(404);
    } finally {
      resolve();
    }
  });
  return firstServed;
}

const headersFor = (type: string) => ({
  'content-type': type,
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
});

const refusal = (status: number): Response => new Response('', { status, headers: headersFor('text/plain') });
