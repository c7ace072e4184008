import { create } from 'zustand';
import type { Json } from '../../../core/base/json.ts';
import type { DryStep } from '../../../core/run/dry-run.ts';
import { client } from '../client/client.ts';
import { useEditing } from '../editing/editing.ts';
import { type DryPlace, placesOf } from '../run/dry-places.ts';
import { failureText, problemsOf } from './failure.ts';
import { changeLayout, useLayout } from './layout.ts';

/** What a run of the open flow would do, as its text stands. Nothing of it runs. */
interface DryRun {
  readonly phase: 'none' | 'working' | 'shown' | 'refused';
  /** What was asked for; the rest comes from the flow's defaults. */
  readonly given: Readonly<Record<string, Json>>;
  /** Every parameter as the run would have it. */
  readonly params: Readonly<Record<string, Json>>;
  /** In the order of the file; what was found last while it is found anew. */
  readonly steps: readonly DryStep[];
  readonly places: ReadonlyMap<string, DryPlace>;
  /** What keeps the flow from running. */
  readonly problems: readonly string[];
}

const NONE: DryRun = { phase: 'none', given: {}, params: {}, steps: [], places: new Map(), problems: [] };
const REFRESH_DELAY_MS = 250;

export const useDryRun = create<DryRun>(() => NONE);

let question = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Finds out what a run with these parameters would do, and shows it. */
export async function startDryRun(given: Readonly<Record<string, Json>>): Promise<readonly string[]> {
  const { open, text } = useEditing.getState();
  if (open === null || text === null) return [];
  const own = ++question;
  useDryRun.setState((before) => ({ phase: before.phase === 'none' ? 'working' : before.phase, given }));
  try {
    const { steps, params } = await client.flows.dryRun({ ...open, text, params: given });
    if (own !== question) return [];
    useDryRun.setState({ phase: 'shown', steps, params, places: placesOf(steps), problems: [] });
  } catch (error) {
    if (own !== question) return [];
    const listed = problemsOf(error);
    const problems = listed.length > 0 ? listed : [failureText(error, 'The dry run did not come about')];
    useDryRun.setState({ phase: 'refused', problems });
    return problems;
  }
  return [];
}

export const showDryRun = (): void => changeLayout({ bottomTab: 'dry-run', bottomOpen: true });

export function endDryRun(): void {
  question++;
  clearTimeout(timer);
  timer = undefined;
  useDryRun.setState(NONE);
  if (useLayout.getState().bottomTab === 'dry-run') changeLayout({ bottomTab: 'timeline' });
}

/** While it is shown, it keeps in step with what is written; with another flow it ends. */
useEditing.subscribe(({ open, text }, before) => {
  if (useDryRun.getState().phase === 'none') return;
  if (open?.file !== before.open?.file || open?.workspace !== before.open?.workspace) return endDryRun();
  if (text === before.text || text === null) return;
  clearTimeout(timer);
  timer = setTimeout(() => void startDryRun(useDryRun.getState().given), REFRESH_DELAY_MS);
});
