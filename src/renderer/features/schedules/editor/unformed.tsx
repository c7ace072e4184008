import type { FlowDocument } from '../../../../contract/models.ts';
import type { Trigger } from '../../../../core/flow/flow.ts';
import { showFlow } from '../../../shared/stores/show.ts';
import { closeTriggerEditor } from '../../../shared/stores/trigger-editor.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';

interface UnformedProps {
  readonly document: FlowDocument;
  readonly trigger: Trigger | null;
}

/** A trigger that this form cannot hold: it is edited in the file. */
export function Unformed({ document, trigger }: UnformedProps) {
  const { file, flow } = document;
  const open = () => {
    closeTriggerEditor();
    void showFlow(document.workspace, document.file);
  };
  return (
    <Dialog
      title={<>Trigger of {flow?.name ?? file}</>}
      onClose={closeTriggerEditor}
      onSubmit={open}
      footer={
        <>
          <Button onClick={closeTriggerEditor}>Close</Button>
          <Button look="primary" type="submit">
            Open the flow
          </Button>
        </>
      }
    >
      {flow === null ? (
        <p>{file} has problems. Mend them in the file first: the flow shows what they are.</p>
      ) : trigger === null ? (
        <p>This trigger is not in {file} any more.</p>
      ) : (
        <p>
          There is no form for a <code>{trigger.type}</code> trigger. Edit it in {file}.
        </p>
      )}
    </Dialog>
  );
}
