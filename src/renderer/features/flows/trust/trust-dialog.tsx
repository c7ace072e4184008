import { useEffect, useState } from 'react';
import type { CodeFile } from '../../../../contract/models.ts';
import type { ScheduleRow } from '../../../../contract/schedules.ts';
import { client } from '../../../shared/client/client.ts';
import { failureText } from '../../../shared/stores/failure.ts';
import { notify } from '../../../shared/stores/notices.ts';
import { closeReview, trustAsSeen, useTrustReview } from '../../../shared/stores/trust-review.ts';
import { useWorkspaces } from '../../../shared/stores/workspaces.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { CodeOf } from './code-of.tsx';
import { TriggersOf } from './triggers-of.tsx';
import styles from './trust.module.css';

interface Contents {
  readonly files: readonly CodeFile[];
  readonly triggers: readonly ScheduleRow[];
}

/** What a folder would run by itself, before it may: its triggers and its code, as a difference to what was let through before. */
export default function TrustDialog() {
  const asked = useTrustReview((state) => state.asked);
  return asked === null ? null : <Review key={asked} workspace={asked} />;
}

function Review({ workspace }: { readonly workspace: string }) {
  const isTrusted = useWorkspaces(({ rows }) => rows.find(({ path }) => path === workspace)?.trusted === true);
  const [contents, setContents] = useState<Contents | null>(null);
  const [looks, setLooks] = useState(0);
  const [isBusy, setBusy] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `looks` asks for another look.
  useEffect(() => {
    let isWanted = true;
    const look = async () => {
      const [{ files }, { rows }] = await Promise.all([client.workspaces.code({ workspace }), client.schedules.list()]);
      const triggers = rows.filter((row) => row.workspace === workspace);
      if (isWanted) setContents({ files, triggers });
    };
    look().catch((error) => {
      notify('error', failureText(error, 'The folder cannot be looked at'));
      closeReview();
    });
    return () => {
      isWanted = false;
    };
  }, [workspace, looks]);

  const trust = async () => {
    if (contents === null || isBusy) return;
    setBusy(true);
    const isDone = await trustAsSeen(workspace, contents.files);
    setBusy(false);
    if (isDone) closeReview();
    // What changed meanwhile has to be seen as well.
    else setLooks((before) => before + 1);
  };
  const title = isTrusted ? 'Code that is new or was changed' : 'Trust this folder?';
  return (
    <Dialog
      title={
        <>
          {title} <span>{workspace}</span>
        </>
      }
      size="large"
      onClose={closeReview}
      onSubmit={() => void trust()}
      footer={
        <>
          <p>{isTrusted ? 'It runs as you, with all that you may do.' : 'Its flows may then run programs as you.'}</p>
          <Button onClick={closeReview}>{isTrusted ? 'Not now' : 'Keep it restricted'}</Button>
          <Button look="primary" icon="shield" type="submit" aria-disabled={contents === null || isBusy}>
            {isTrusted ? 'Let it run' : 'Trust'}
          </Button>
        </>
      }
    >
      <div className={styles.contents} aria-busy={contents === null}>
        {contents !== null && (
          <>
            {!isTrusted && <TriggersOf rows={contents.triggers} />}
            <CodeOf files={contents.files} />
          </>
        )}
      </div>
    </Dialog>
  );
}
