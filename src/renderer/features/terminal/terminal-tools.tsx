import { IconButton } from '../../shared/ui/button.tsx';
import type { LogTerminal } from './create-terminal.ts';

interface TerminalToolsProps {
  readonly log: LogTerminal;
  readonly hasTimes: boolean;
  readonly onTimes: (hasTimes: boolean) => void;
  readonly onSearch: () => void;
  /** Absent where there is no one log to save. */
  readonly onSave?: () => void;
}

export function TerminalTools({ log: { terminal }, hasTimes, onTimes, onSearch, onSave }: TerminalToolsProps) {
  const copy = () => {
    if (terminal.hasSelection()) return void navigator.clipboard.writeText(terminal.getSelection());
    terminal.selectAll();
    void navigator.clipboard.writeText(terminal.getSelection().trimEnd());
    terminal.clearSelection();
  };
  return (
    <>
      <IconButton icon="search" label="Search" shortcut={{ key: 'f', mod: true }} onClick={onSearch} />
      <IconButton
        icon="clock"
        label={hasTimes ? 'Hide the times' : 'Show when each line was printed'}
        aria-pressed={hasTimes}
        onClick={() => onTimes(!hasTimes)}
      />
      <IconButton icon="copy" label="Copy the selection, or everything" onClick={copy} />
      {onSave && <IconButton icon="save" label="Save the whole output to a file" onClick={onSave} />}
    </>
  );
}
