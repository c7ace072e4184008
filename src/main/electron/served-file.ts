import { join, normalize, sep } from 'node:path';

/** The file below `folder` that a request for `app://studio/` asks for; undefined for what is not ours to serve. */
export function fileOf(folder: string, { method, url }: { method: string; url: string }): string | undefined {
  const { host, pathname } = new URL(url);
  if (method !== 'GET' || host !== 'studio') return undefined;
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (path.includes('\0')) return undefined;
  const file = normalize(join(folder, path === '/' ? 'index.html' : path));
  return file.startsWith(folder + sep) ? file : undefined;
}
