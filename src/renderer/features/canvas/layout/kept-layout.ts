import { client } from '../../../shared/client/client.ts';
import { type KeptLayout, readLayout, writeLayout } from './layout-codec.ts';

/**
 * The layout of the graph that was shown last is kept with the window's own state, so that the app starts with its graph and not
 * with a wait for the layout engine. Any other graph is laid out when it is opened.
 */
const KEY = 'graph';
const MOST_CHARACTERS = 200_000;

/** Asked for at once: the answer comes while the flow itself is being read. */
export const keptLayout: Promise<KeptLayout | undefined> = client.layout
  .get({ key: KEY })
  .then(readLayout, () => undefined);

let lastShape: string | undefined;
void keptLayout.then((kept) => {
  lastShape ??= kept?.shape;
});

export function keepLayout(layout: KeptLayout): void {
  if (layout.shape === lastShape) return;
  lastShape = layout.shape;
  const value = writeLayout(layout);
  if (JSON.stringify(value).length > MOST_CHARACTERS) return;
  // Kept for speed alone: without it the graph is laid out again.
  client.layout.set({ key: KEY, value }).catch(() => {});
}
