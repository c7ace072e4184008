import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Draft, DraftStore } from '../main/ports/draft-store.ts';
import { instant } from './run-fixtures.ts';

export interface DraftStoreHarness {
  readonly drafts: DraftStore;
  /** The same drafts as a process sees them that starts later. */
  reopen(): DraftStore;
  close(): void;
}

const draft = (file: string, minute: number, text = `name: ${file}\n`): Draft => ({
  workspace: '/work',
  file,
  base: 'name: before\n',
  text,
  at: instant(minute),
});

/** What every store of unsaved texts does. */
export function describeDraftStore(name: string, open: () => DraftStoreHarness): void {
  describe(`${name} as a store of drafts`, () => {
    let harness: DraftStoreHarness;
    beforeEach(() => {
      harness = open();
    });
    afterEach(() => harness.close());

    it('has none at first', async () => {
      expect(await harness.drafts.list()).toEqual([]);
      await harness.drafts.discard('/work', 'a.chronum.yaml');
    });

    it('keeps the last text of each flow for a process that starts later, newest first', async () => {
      const { drafts } = harness;
      await drafts.keep(draft('a.chronum.yaml', 1, 'first'));
      await drafts.keep(draft('b.chronum.yaml', 2));
      await drafts.keep(draft('a.chronum.yaml', 3, 'steps: é𝄞\r\n'));
      expect(await harness.reopen().list()).toEqual([
        draft('a.chronum.yaml', 3, 'steps: é𝄞\r\n'),
        draft('b.chronum.yaml', 2),
      ]);
    });

    it('tells flows apart by folder and file', async () => {
      const { drafts } = harness;
      await drafts.keep(draft('a.chronum.yaml', 1));
      await drafts.keep({ ...draft('a.chronum.yaml', 2), workspace: '/other' });
      await drafts.discard('/work', 'a.chronum.yaml');
      expect((await drafts.list()).map(({ workspace }) => workspace)).toEqual(['/other']);
    });

    it('ends with what was asked for last, also while the calls before are under way', async () => {
      const { drafts } = harness;
      const texts = Array.from({ length: 20 }, (_, n) => `text ${n}`);
      const calls = texts.map((text) => drafts.keep(draft('a.chronum.yaml', 1, text)));
      calls.push(drafts.discard('/work', 'b.chronum.yaml'), drafts.keep(draft('b.chronum.yaml', 2)));
      calls.push(drafts.discard('/work', 'b.chronum.yaml'));
      await Promise.all(calls);
      expect(await harness.reopen().list()).toEqual([draft('a.chronum.yaml', 1, 'text 19')]);
    });
  });
}
