import { commandRun, rerunShown } from '../stores/studio.ts';
import type { Act } from './acts.ts';
import { askAnswer, askRerun } from './dialogs.ts';

/** Does with the shown run what an act says. */
export async function perform({ effect }: Act): Promise<void> {
  switch (effect.do) {
    case 'command':
      return commandRun(effect.kind, effect.stepId === undefined ? undefined : { stepId: effect.stepId });
    case 'rerun':
      await rerunShown(effect.scope);
      return;
    case 'ask-answer':
      return askAnswer(effect.stepId, effect.answer);
    case 'ask-rerun':
      return askRerun();
  }
}
