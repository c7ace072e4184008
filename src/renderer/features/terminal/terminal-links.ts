import type { ILink, ILinkProvider, Terminal } from '@xterm/xterm';
import { client } from '../../shared/client/client.ts';
import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';
import { type FoundLink, findLinks } from './links.ts';

/** Web addresses and files in the output of a run: a click with Ctrl or Command opens them. */
export const linksIn = (terminal: Terminal, runId: string): ILinkProvider => ({
  provideLinks(y, callback) {
    const text = terminal.buffer.active.getLine(y - 1)?.translateToString(true) ?? '';
    const links = findLinks(text).map(
      (found): ILink => ({
        text: text.slice(found.start, found.start + found.length),
        range: { start: { x: found.start + 1, y }, end: { x: found.start + found.length, y } },
        activate: (event) => (event.ctrlKey || event.metaKey) && void open(found, runId),
        hover: () => (terminal.element ?? document.body).setAttribute('data-tip', OPEN),
        leave: () => terminal.element?.removeAttribute('data-tip'),
      }),
    );
    callback(links.length > 0 ? links : undefined);
  },
});

const OPEN = navigator.platform.startsWith('Mac') ? 'Command-click to open' : 'Ctrl-click to open';

async function open(found: FoundLink, runId: string): Promise<void> {
  try {
    if (found.kind === 'web') await client.logs.openLink({ url: found.url });
    else await client.logs.openFile({ runId, path: found.path });
  } catch (error) {
    notify('warning', failureText(error, 'That was not opened'));
  }
}
