import { useEffect, useState } from 'react';
import { CommandIconButton } from '../../../shared/commands/command-button.tsx';
import { Button, IconButton } from '../../../shared/ui/button.tsx';
import { moveFocus } from '../../../shared/ui/move-focus.ts';
import { Popover } from '../../../shared/ui/popover.tsx';
import { triggerWord } from '../trigger-word.ts';
import { exportRuns } from './actions.ts';
import { EVERYTHING, isEverything, type StatusChoice } from './filter.ts';
import styles from './list.module.css';
import { chooseRuns, selectedRuns, useRunList } from './list-store.ts';
import { TimeFilter } from './time-filter.tsx';

const STATUSES: readonly (readonly [StatusChoice, string])[] = [
  ['live', 'Live'],
  ['succeeded', 'Succeeded'],
  ['failed', 'Failed'],
  ['cancelled', 'Cancelled'],
  ['interrupted', 'Interrupted'],
  ['skipped', 'Skipped'],
];
/** Milliseconds after the last key until the text is looked for. */
const TYPING_MS = 150;

/** By what the runs are chosen, and how many there are. */
export function FilterBar() {
  const { choice, facets, total, pages, hidden } = useRunList();
  // What is about to be deleted is no longer there for whoever deleted it.
  const left = total === null ? null : total - [...hidden].filter((id) => pages.byId.has(id)).length;
  return (
    <div className={styles.filters}>
      <TextFilter />
      <Choice
        label="Status"
        all="Any status"
        value={choice.status}
        options={STATUSES}
        onChange={(status) => chooseRuns({ status: status as StatusChoice | null })}
      />
      <Choice
        label="Flow"
        all="All flows"
        value={choice.flowId}
        options={facets.flows.map(({ flowId, flowName }) => [flowId, flowName])}
        onChange={(flowId) => chooseRuns({ flowId })}
      />
      <Choice
        label="Trigger"
        all="Any trigger"
        value={choice.trigger}
        options={facets.triggers.map((type) => [type, `${type}: ${triggerWord({ type })}`])}
        onChange={(trigger) => chooseRuns({ trigger })}
      />
      {(facets.labels.length > 0 || choice.label !== null) && (
        <Choice
          label="Label"
          all="Any label"
          value={choice.label}
          options={facets.labels.map((label) => [label, label])}
          onChange={(label) => chooseRuns({ label })}
        />
      )}
      <TimeFilter />
      <IconButton
        icon="pin"
        label="Only pinned runs"
        aria-pressed={choice.pinned}
        onClick={() => chooseRuns({ pinned: !choice.pinned })}
      />
      {!isEverything(choice) && (
        <Button look="plain" onClick={() => chooseRuns(EVERYTHING)}>
          Show all
        </Button>
      )}
      <span className={styles.space} />
      <span role="status" className={styles.total}>
        {left !== null && `${left.toLocaleString('en')} ${left === 1 ? 'run' : 'runs'}`}
      </span>
      <CommandIconButton command="runs.search-logs" />
      <ExportMenu />
    </div>
  );
}

function TextFilter() {
  const text = useRunList((state) => state.choice.text);
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => chooseRuns({ text: typed }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return (
    <input
      type="search"
      className={styles.text}
      aria-label="Flow name, file or run id"
      placeholder="Name, file or id"
      spellCheck={false}
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

interface ChoiceProps {
  readonly label: string;
  /** The word for no choice. */
  readonly all: string;
  readonly value: string | null;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string | null) => void;
}

const Choice = ({ label, all, value, options, onChange }: ChoiceProps) => (
  <select
    className={styles.select}
    aria-label={label}
    data-chosen={value !== null}
    value={value ?? ''}
    onChange={(event) => onChange(event.target.value || null)}
  >
    <option value="">{all}</option>
    {/* What was chosen and has no runs any more is still what is chosen. */}
    {value !== null && options.every(([id]) => id !== value) && <option value={value}>{value}</option>}
    {options.map(([id, word]) => (
      <option key={id} value={id}>
        {word}
      </option>
    ))}
  </select>
);

function ExportMenu() {
  const selection = useRunList((state) => state.selection);
  const several = selection.selected.size > 1 ? selection.selected.size : 0;
  return (
    <Popover
      label="Export"
      align="end"
      renderTrigger={(trigger) => <IconButton icon="download" label="Export" {...trigger} />}
    >
      {(close) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only move between the buttons inside
        <div className={styles.menu} onKeyDown={moveFocus}>
          {(['csv', 'json'] as const).map((format) => (
            <button
              key={format}
              type="button"
              onClick={() => {
                close();
                void exportRuns(format, several > 0 ? selectedRuns() : []);
              }}
            >
              {several > 0 ? `${several} selected runs` : 'These runs'} as {format.toUpperCase()}…
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}
