import type { TriggerDraft } from './draft.ts';

/** What every part of the form of a trigger gets. */
export interface DraftFieldsProps {
  readonly draft: TriggerDraft;
  readonly onChange: (part: Partial<TriggerDraft>) => void;
  /** What is wrong with a key of the trigger. */
  readonly problemOf: (key: string) => string | undefined;
}
