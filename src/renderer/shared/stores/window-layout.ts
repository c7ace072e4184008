import { isJsonObject, type Json } from '../../../core/base/json.ts';

export type Activity = 'flows' | 'runs' | 'schedules' | 'health' | 'settings';
export type SchedulesTab = 'schedules' | 'calendar' | 'agenda' | 'ledger' | 'what-if';
/** The text of the flow: not shown, beside the graph, or in its place. */
export type SourceView = 'hidden' | 'beside' | 'instead';
/** Whose output the terminal shows. */
export type TerminalScope = 'step' | 'run';
export type RunsTab = 'all' | 'flows' | 'search' | 'compare' | 'keep';
export type BottomTab = 'timeline' | 'terminal' | 'problems' | 'dry-run';

/** What the window remembers: where its dividers are, and what was open. */
export interface WindowLayout {
  readonly activity: Activity;
  readonly sideWidth: number;
  readonly sideOpen: boolean;
  readonly inspectorWidth: number;
  readonly inspectorOpen: boolean;
  readonly bottomHeight: number;
  readonly bottomOpen: boolean;
  readonly bottomTab: BottomTab;
  readonly terminal: TerminalScope;
  readonly timelineLabels: number;
  readonly schedulesTab: SchedulesTab;
  readonly runsTab: RunsTab;
  readonly runDetailsWidth: number;
  readonly minimap: boolean;
  /** The types of steps, beside the graph. */
  readonly stepPalette: boolean;
  readonly source: SourceView;
  readonly sourceWidth: number;
  /** Whether the timeline marks what decided how long a run took. */
  readonly criticalPath: boolean;
  readonly workspace: string | null;
  readonly file: string | null;
  readonly runId: string | null;
  readonly stepId: string | null;
  /** The run that is replayed, and at which instant: `<id> <milliseconds since the epoch> [<event>]`. */
  readonly replay: string | null;
}

export const DEFAULT_LAYOUT: WindowLayout = {
  activity: 'flows',
  sideWidth: 248,
  sideOpen: true,
  inspectorWidth: 296,
  inspectorOpen: true,
  bottomHeight: 256,
  bottomOpen: true,
  bottomTab: 'timeline',
  terminal: 'step',
  timelineLabels: 200,
  schedulesTab: 'schedules',
  runsTab: 'all',
  runDetailsWidth: 320,
  minimap: true,
  stepPalette: false,
  source: 'hidden',
  sourceWidth: 440,
  criticalPath: true,
  workspace: null,
  file: null,
  runId: null,
  stepId: null,
  replay: null,
};

/** The values that are one of a few words. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  activity: ['flows', 'runs', 'schedules', 'health', 'settings'] satisfies Activity[],
  source: ['hidden', 'beside', 'instead'] satisfies SourceView[],
  bottomTab: ['timeline', 'terminal', 'problems', 'dry-run'] satisfies BottomTab[],
  terminal: ['step', 'run'] satisfies TerminalScope[],
  schedulesTab: ['schedules', 'calendar', 'agenda', 'ledger', 'what-if'] satisfies SchedulesTab[],
  runsTab: ['all', 'flows', 'search', 'compare', 'keep'] satisfies RunsTab[],
};

/** The stored layout, where each value still has the type it should have. */
export function readLayout(stored: Json): WindowLayout {
  if (!isJsonObject(stored)) return DEFAULT_LAYOUT;
  const isText = (value: Json | undefined) => value === null || typeof value === 'string';
  const sound = Object.entries(DEFAULT_LAYOUT).filter(([key, fallback]) => {
    const value = stored[key];
    const words = WORDS[key];
    if (words !== undefined) return words.includes(String(value));
    return fallback === null ? isText(value) : typeof value === typeof fallback && Number.isFinite(Number(value));
  });
  return { ...DEFAULT_LAYOUT, ...Object.fromEntries(sound.map(([key]) => [key, stored[key]])) };
}
