import { countdown } from './countdown.ts';
import type { TrayModel, TrayRun } from './tray-model.ts';

export type TrayAction =
  | { readonly do: 'open' }
  | { readonly do: 'open-run'; readonly runId: string }
  | { readonly do: 'cancel-run'; readonly runId: string }
  | { readonly do: 'run-flow'; readonly workspace: string; readonly file: string }
  | { readonly do: 'pause-all' }
  | { readonly do: 'resume-all' }
  | { readonly do: 'quit' };

/** A menu as data: what is shown, and what a click asks for. An entry with neither action nor entries only tells something. */
export type TrayEntry =
  | { readonly kind: 'separator' }
  | { readonly kind: 'item'; readonly label: string; readonly action?: TrayAction }
  | { readonly kind: 'menu'; readonly label: string; readonly entries: readonly TrayEntry[] };

const MOST_RUNS = 8;
const MOST_FIRES = 5;
const MOST_FAVOURITES = 8;
/** Menus of the system grow as wide as their widest entry. */
const LONGEST_NAME = 48;

const STATE_WORDS: Readonly<Record<TrayRun['state'], string>> = {
  queued: 'queued',
  running: '',
  paused: 'paused',
  interrupted: 'interrupted',
  asking: 'waits for approval',
};

export function trayMenu(model: TrayModel): readonly TrayEntry[] {
  return joined([
    [item('Open Chronum Studio', { do: 'open' }), ...failures(model)],
    running(model),
    nextFires(model),
    [...favourites(model), ...pausing(model)],
    [item('Quit Chronum Studio', { do: 'quit' })],
  ]);
}

const item = (label: string, action?: TrayAction): TrayEntry => ({
  kind: 'item',
  label,
  ...(action === undefined ? {} : { action }),
});

function failures({ failed: { count, latest } }: TrayModel): TrayEntry[] {
  if (count === 0 || latest === null) return [];
  return [item(count === 1 ? '1 run failed' : `${count} runs failed`, { do: 'open-run', runId: latest })];
}

function running({ running }: TrayModel): TrayEntry[] {
  const shown = running.slice(0, MOST_RUNS).map((run): TrayEntry => {
    const { runId, flowName, state, ended, steps } = run;
    const words = [name(flowName), `${ended}/${steps} steps`, STATE_WORDS[state]].filter((word) => word !== '');
    return {
      kind: 'menu',
      label: words.join(' · '),
      entries: [item('Open', { do: 'open-run', runId }), item('Cancel', { do: 'cancel-run', runId })],
    };
  });
  const more = running.length - shown.length;
  return more > 0 ? [...shown, item(`${more} more running`)] : shown;
}

function nextFires({ next, schedules, now }: TrayModel): TrayEntry[] {
  if (schedules?.paused === true) return [item('Schedules are paused')];
  return next.slice(0, MOST_FIRES).map(({ flowName, at }) => item(`${name(flowName)} ${countdown(at - now)}`));
}

function favourites({ favourites }: TrayModel): TrayEntry[] {
  const entries = favourites
    .slice(0, MOST_FAVOURITES)
    .map(({ flowName, workspace, file }) => item(name(flowName), { do: 'run-flow', workspace, file }));
  return entries.length === 0 ? [] : [{ kind: 'menu', label: 'Run', entries }];
}

function pausing({ schedules }: TrayModel): TrayEntry[] {
  if (schedules === null) return [];
  return [
    schedules.paused
      ? item('Resume all schedules', { do: 'resume-all' })
      : item('Pause all schedules', { do: 'pause-all' }),
  ];
}

const name = (text: string): string =>
  text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1).trimEnd()}…` : text;

/** The sections that have entries, with a line between each two. */
function joined(sections: readonly (readonly TrayEntry[])[]): readonly TrayEntry[] {
  const filled = sections.filter((section) => section.length > 0);
  return filled.flatMap((section, index) => (index === 0 ? section : [{ kind: 'separator' } as const, ...section]));
}
