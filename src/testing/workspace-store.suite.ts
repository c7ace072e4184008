import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlowStore, KeyValueStore, WorkspaceStore } from '../main/ports/workspace-store.ts';
import { instant } from './run-fixtures.ts';

export interface WorkspaceStoreHarness {
  readonly workspaces: WorkspaceStore;
  readonly flows: FlowStore;
  readonly keyValues: KeyValueStore;
  close(): void;
}

/** What every store of workspaces, flows and small state does. */
export function describeWorkspaceStore(name: string, open: () => WorkspaceStoreHarness): void {
  describe(`${name} as a store of workspaces`, () => {
    let harness: WorkspaceStoreHarness;
    beforeEach(() => {
      harness = open();
    });
    afterEach(() => harness.close());

    it('lists workspaces by when they were opened last, restricted until trusted', () => {
      const { workspaces } = harness;
      workspaces.opened('/a', instant(1));
      workspaces.opened('/b', instant(2));
      expect(workspaces.list()).toEqual([
        { path: '/b', trusted: false, openedAt: instant(2) },
        { path: '/a', trusted: false, openedAt: instant(1) },
      ]);
      workspaces.setTrusted('/a', true);
      workspaces.opened('/a', instant(3));
      expect(workspaces.list()[0]).toEqual({ path: '/a', trusted: true, openedAt: instant(3) });
      workspaces.setTrusted('/a', false);
      expect(workspaces.get('/a')?.trusted).toBe(false);
      workspaces.forget('/a');
      expect(workspaces.get('/a')).toBeNull();
      expect(workspaces.list()).toHaveLength(1);
    });

    it('gives a file of a workspace one identity, which follows it when it is renamed', () => {
      const { flows } = harness;
      const id = flows.identify('/a', 'deploy.yaml');
      expect(flows.identify('/a', 'deploy.yaml')).toBe(id);
      expect(flows.identify('/b', 'deploy.yaml')).not.toBe(id);
      flows.renamed('/a', 'deploy.yaml', 'ops/deploy.yaml');
      expect(flows.identify('/a', 'ops/deploy.yaml')).toBe(id);
      expect(flows.identify('/a', 'deploy.yaml')).not.toBe(id);
    });

    it('lets a renamed file take the place of another', () => {
      const { flows } = harness;
      const kept = flows.identify('/a', 'draft.yaml');
      flows.identify('/a', 'deploy.yaml');
      flows.renamed('/a', 'draft.yaml', 'deploy.yaml');
      expect(flows.identify('/a', 'deploy.yaml')).toBe(kept);
      flows.renamed('/a', 'unknown.yaml', 'deploy.yaml');
      flows.renamed('/a', 'deploy.yaml', 'deploy.yaml');
      expect(flows.identify('/a', 'deploy.yaml')).toBe(kept);
    });

    it('keeps small values until they are taken away', () => {
      const { keyValues } = harness;
      expect(keyValues.get('window')).toBeNull();
      keyValues.set('window', '{"x":1}');
      keyValues.set('window', '{"x":2}');
      expect(keyValues.get('window')).toBe('{"x":2}');
      keyValues.set('window', null);
      expect(keyValues.get('window')).toBeNull();
    });
  });
}
