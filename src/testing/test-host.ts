import type { Host } from '../main/app/host.ts';
import { createWindowRequests } from '../main/app/window-requests.ts';

/** A host without a screen: nothing is chosen, nothing is shown. */
export const createTestHost = (parts: Partial<Host> = {}): Host => ({
  version: '1.2.3',
  electron: null,
  requests: createWindowRequests(),
  chooseFolder: async () => null,
  chooseTarget: async () => null,
  reveal: async () => undefined,
  openFile: async () => undefined,
  openLink: async () => undefined,
  setMenu: () => undefined,
  ...parts,
});
