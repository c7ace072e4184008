import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useDialogs } from '../../shared/acts/dialogs.ts';
import { approveWords, rejectWords } from '../../shared/acts/words.ts';
import { useRun } from '../../shared/stores/run.ts';
import { commandRun } from '../../shared/stores/studio.ts';
import { Button } from '../../shared/ui/button.tsx';
import styles from './answer-dialog.module.css';

/** Asks for a comment with the answer to a step that waits for a person. */
export function AnswerDialog() {
  const asked = useDialogs((state) => state.answer);
  if (asked === null) return null;
  return <Dialog key={`${asked.stepId} ${asked.answer}`} {...asked} />;
}

const close = () => useDialogs.setState({ answer: null });

interface DialogProps {
  readonly stepId: string;
  readonly answer: 'approve' | 'reject';
}

function Dialog({ stepId, answer }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const run = useRun((state) => state.latest);
  const [comment, setComment] = useState('');
  const step = run?.steps.get(stepId);
  const question = step?.attempts.find(({ approval }) => approval !== undefined)?.approval;

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    // Somebody else was faster, or the run ended.
    if (question === undefined) close();
  }, [question]);
  if (run === undefined || step === undefined || question === undefined) return null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = comment.trim();
    void commandRun(answer, { stepId, ...(text === '' ? {} : { comment: text }) });
    close();
  };
  const word = answer === 'approve' ? 'Approve' : 'Reject';
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="answer-title" onClose={close}>
      <form method="dialog" onSubmit={submit}>
        <h2 id="answer-title">
          {word} {stepId}
        </h2>
        <p className={styles.question}>{question}</p>
        <label>
          Comment
          <textarea rows={2} value={comment} maxLength={2_000} onChange={(event) => setComment(event.target.value)} />
        </label>
        <footer>
          <output>{answer === 'approve' ? approveWords(run, step) : rejectWords(run, step)}</output>
          <Button onClick={close}>Cancel</Button>
          <Button look={answer === 'approve' ? 'primary' : 'danger'} type="submit">
            {word}
          </Button>
        </footer>
      </form>
    </dialog>
  );
}
