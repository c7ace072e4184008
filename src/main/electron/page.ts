/** The page that the window shows, and the only one that may talk to the studio. */
export interface Page {
  readonly url: string;
  readonly origin: string;
}

export const APP_SCHEME = 'app';
const STUDIO_URL = `${APP_SCHEME}://studio/index.html`;

/**
 * Our own page, served by the app protocol. In development it is the one of a server on this machine that `developmentUrl`
 * names; a URL that leads elsewhere is refused, since the page may start processes.
 */
export function studioPage(developmentUrl: string | undefined): Page {
  if (developmentUrl === undefined) return { url: STUDIO_URL, origin: `${APP_SCHEME}://studio` };
  const { protocol, hostname, origin } = new URL(developmentUrl);
  if (protocol !== 'http:' || !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    throw new Error(`ELECTRON_RENDERER_URL must be an http address of this machine, not ${developmentUrl}`);
  }
  return { url: developmentUrl, origin };
}

/** Whether `url` is a document of the page's own origin. */
export const belongsTo = (page: Page, url: string): boolean => url === page.origin || url.startsWith(`${page.origin}/`);
