import { useState } from 'react';
import { useStepTypes } from '../../../shared/stores/step-types.ts';
import { IconButton } from '../../../shared/ui/button.tsx';
import { executorIcon, Icon } from '../../../shared/ui/icon.tsx';
import { moveFocus } from '../../../shared/ui/move-focus.ts';
import { addStepOf } from '../actions/step-actions.ts';
import { pointOfInterest, setPointer } from '../view.ts';
import styles from './step-palette.module.css';

/** How a dragged type of step is named to where it is let go. */
export const STEP_TYPE = 'application/x-chronum-step';

/** The types of steps, to be dragged to where one is wanted; a click puts one into the middle. */
export function StepPalette({ onClose }: { readonly onClose: () => void }) {
  const executors = useStepTypes((state) => state.executors);
  const [query, setQuery] = useState('');
  const found = executors.filter(({ name, title, description }) =>
    `${name} ${title} ${description}`.toLowerCase().includes(query.trim().toLowerCase()),
  );
  return (
    <section className={styles.palette} aria-label="Types of steps" data-testid="step-palette">
      <header>
        <h2>Steps</h2>
        <IconButton icon="close" label="Close the list of step types" onClick={onClose} />
      </header>
      <input
        type="search"
        placeholder="Search"
        aria-label="Search types of steps"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys among the buttons inside */}
      <div className={styles.list} onKeyDown={moveFocus}>
        {found.map((type) => (
          <button
            key={type.name}
            type="button"
            draggable
            className={styles.type}
            data-tip={type.description}
            onDragStart={(event) => {
              event.dataTransfer.setData(STEP_TYPE, type.name);
              event.dataTransfer.effectAllowed = 'copy';
            }}
            onClick={() => {
              // The mouse is on the list: the step goes to the middle of the canvas.
              setPointer(null);
              void addStepOf(type, { at: pointOfInterest().graph });
            }}
          >
            <Icon name={executorIcon(type.name)} />
            <span>{type.title}</span>
          </button>
        ))}
        {found.length === 0 && <p>No type of step is called that</p>}
      </div>
      <p className={styles.hint}>Drag one onto the canvas, or onto a connection</p>
    </section>
  );
}
