import { create } from 'zustand';
import type { LogHit } from '../../../contract/runs.ts';
import { changeLayout } from './layout.ts';
import { selectStep } from './selection.ts';
import { showRun } from './show.ts';

/** A line of a log that is to be shown, once. */
export interface RevealedLine {
  readonly key: LogHit['key'];
  /** Byte offset of the line in the log. */
  readonly lineOffset: number;
}

/** Until the terminal shows it. */
export const useRevealedLine = create<{ readonly line: RevealedLine | null }>(() => ({ line: null }));

/** Opens the run, the step and its attempt, and has the terminal show the line. */
export async function revealLine({ key, lineOffset }: RevealedLine): Promise<void> {
  await showRun(key.runId);
  selectStep(key.stepId, { branch: key.branch, attempt: key.attempt });
  changeLayout({ bottomOpen: true, bottomTab: 'terminal', terminal: 'step' });
  useRevealedLine.setState({ line: { key, lineOffset } });
}

export const lineRevealed = (): void => useRevealedLine.setState({ line: null });
