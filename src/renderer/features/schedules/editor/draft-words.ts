import type { TriggerDraft } from './draft.ts';

export type { TriggerDraft } from './draft.ts';

/** Whether something is set that is needed rarely. */
export const changedMore = (draft: TriggerDraft): boolean =>
  [
    draft.startAt,
    draft.endAt,
    draft.except,
    draft.onExcept,
    draft.onBattery,
    draft.onOffline,
    draft.catchUpWindow,
  ].some((text) => text !== '');
