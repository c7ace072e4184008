import type { FlowDocument } from '../../../../contract/models.ts';
import type { DescribedTrigger } from '../../../../contract/schedules.ts';
import { client } from '../../../shared/client/client.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { type Answer, useAnswer } from '../use-answer.ts';
import { type DraftPlace, editsOf, sourceOf, type TriggerDraft } from './draft.ts';

export interface Check {
  readonly described: DescribedTrigger;
  /** The file as it would be. */
  readonly text: string;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

const PAUSE_MS = 120;

/** What the draft would do and what it would write, asked while it is being filled in. */
export function useCheck(
  document: FlowDocument,
  place: DraftPlace,
  before: TriggerDraft,
  draft: TriggerDraft,
): Answer<Check> {
  const { workspace, file, revision } = document;
  const edits = editsOf(before, draft, place);
  const scheduleId = useSchedules(
    ({ rows }) => rows.find((row) => row.workspace === workspace && row.file === file && row.index === place.index)?.id,
  );
  return useAnswer(
    JSON.stringify([revision, edits, draft, scheduleId]),
    async (signal): Promise<Check> => {
      const trigger = sourceOf(draft, place.flow.params);
      const [described, edited] = await Promise.all([
        client.triggers.describe(
          { trigger, workspace, file, flowName: place.flow.name, ...(scheduleId && { scheduleId }) },
          { signal },
        ),
        edits.length === 0
          ? { text: document.text, problems: [] }
          : client.flows.edit({ workspace, file, revision, edits, dryRun: true }, { signal }),
      ]);
      const at = `triggers[${place.index ?? place.flow.triggers?.length ?? 0}]`;
      const found = edited.problems.map(({ path, message }) => ({ path: pathWithin(path, at), message }));
      // The file's own check knows parameters too; what the trigger says by itself comes where the file has said nothing.
      return { described, text: edited.text, problems: found.length > 0 ? found : described.problems };
    },
    { delay: PAUSE_MS, what: 'The trigger cannot be checked' },
  );
}

const pathWithin = (path: string, trigger: string): string =>
  path.startsWith(trigger) ? path.slice(trigger.length).replace(/^\./, '') : path;
