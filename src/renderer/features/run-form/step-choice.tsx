import { moveFocus } from '../../shared/ui/move-focus.ts';
import styles from './run-form.module.css';

interface StepChoiceProps {
  /** Ids of the steps of the flow, in its order. */
  readonly steps: readonly string[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** Which steps are to run. */
export const StepChoice = ({ steps, chosen, onChange }: StepChoiceProps) => {
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <fieldset className={styles.steps} onKeyDown={moveFocus}>
      <legend>Steps</legend>
      {steps.map((id) => (
        <label key={id}>
          <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
          {id}
        </label>
      ))}
    </fieldset>
  );
};
