import type { Command, Readable } from '../../shared/commands/command.ts';
import {
  changeSpeed,
  enterReplay,
  isReplaying,
  leaveReplay,
  stepEvents,
  togglePlay,
  useReplay,
} from '../../shared/stores/replay.ts';
import { useRun } from '../../shared/stores/run.ts';

const STORES: readonly Readable[] = [useRun, useReplay];
/** Elements that answer the keys of a replay: its bar and the timeline. */
export const REPLAY_SCOPE = 'replay';

const noRun = (): string | undefined => (useRun.getState().latest === undefined ? 'no run is shown' : undefined);

const base = { category: 'Run', group: 'replay', dependsOn: STORES, obstacle: noRun } as const;
const inReplay = { ...base, scope: REPLAY_SCOPE } as const;

export const REPLAY_COMMANDS: readonly Command[] = [
  {
    ...base,
    id: 'replay.toggle',
    label: () => (isReplaying() ? 'Leave the replay' : 'Replay this run'),
    icon: 'replay',
    keywords: 'scrub past instant time travel history',
    shortcut: 'Mod+Shift+H',
    run: () => (isReplaying() ? leaveReplay() : enterReplay()),
  },
  {
    ...inReplay,
    id: 'replay.play',
    label: () => (useReplay.getState().isPlaying ? 'Pause the replay' : 'Play the run from here'),
    icon: 'play',
    shortcut: 'K',
    run: togglePlay,
  },
  {
    ...inReplay,
    id: 'replay.back',
    label: 'One event back',
    icon: 'to-previous',
    shortcut: ',',
    run: () => stepEvents(-1),
  },
  {
    ...inReplay,
    id: 'replay.forward',
    label: 'One event forward',
    icon: 'to-next',
    shortcut: '.',
    run: () => stepEvents(1),
  },
  {
    ...inReplay,
    id: 'replay.slower',
    label: 'Replay slower',
    icon: 'minus',
    shortcut: 'J',
    run: () => changeSpeed(-1),
  },
  { ...inReplay, id: 'replay.faster', label: 'Replay faster', icon: 'plus', shortcut: 'L', run: () => changeSpeed(1) },
];
