import { formatDuration } from '../../../core/base/duration.ts';
import type { Trigger } from '../../../core/flow/flow.ts';
import { useDocument } from '../../shared/stores/document.ts';
import { editTrigger } from '../../shared/stores/trigger-editor.ts';
import { Button, IconButton } from '../../shared/ui/button.tsx';
import styles from './inspector.module.css';

/** What starts the flow by itself, each to be edited. */
export function Triggers() {
  const drawn = useDocument((state) => state.drawn);
  if (drawn === null) return null;
  const { flow } = drawn;
  const { workspace, file } = drawn.document;
  const edit = (index: number | null) => editTrigger({ workspace, file, index });
  const triggers = (flow.triggers ?? []).map((trigger, index) => ({ trigger, index }));
  const shown = triggers.filter(({ trigger }) => trigger.type !== 'manual');
  return (
    <>
      {shown.length > 0 && (
        <ul className={styles.triggers}>
          {shown.map(({ trigger, index }) => (
            <li key={trigger.id} data-off={trigger.enabled === false}>
              <span>{trigger.type}</span>
              <code>{triggerText(trigger)}</code>
              <IconButton icon="edit" label={`Edit the trigger ${triggerText(trigger)}`} onClick={() => edit(index)} />
            </li>
          ))}
        </ul>
      )}
      <Button look="plain" icon="plus" onClick={() => edit(null)}>
        Add a trigger
      </Button>
    </>
  );
}

/** What a trigger says, as its file does. */
function triggerText(trigger: Trigger): string {
  switch (trigger.type) {
    case 'every':
      return formatDuration(trigger.every);
    case 'cron':
      return trigger.cron;
    case 'at':
      return trigger.at;
    case 'calendar':
      return typeof trigger.calendar === 'string'
        ? trigger.calendar
        : Object.entries(trigger.calendar)
            .map(([field, value]) => `${field} ${value}`)
            .join(', ');
    case 'watch':
      return trigger.watch.join(', ');
    case 'flow':
      return trigger.flow;
    case 'app':
      return trigger.app;
    default:
      return '';
  }
}
