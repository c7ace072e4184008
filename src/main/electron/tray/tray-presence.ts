import type { Settings } from '../../../contract/settings.ts';

interface TrayPresenceParts {
  readonly settings: { get(): Pick<Settings, 'tray'>; subscribe(listener: () => void): () => void };
  /** Whether the system shows icons, as far as can be told. */
  readonly isShown: () => Promise<boolean>;
  readonly appear: () => void;
  readonly disappear: () => void;
}

export interface TrayPresence {
  isThere(): boolean;
  /** Looks again: what shows icons may have been started since. */
  look(): Promise<void>;
  stop(): void;
}

/** At login the studio may be there before the part of the desktop that shows its icon. */
const LOOK_AGAIN_MS = [5_000, 20_000, 60_000] as const;

/** Puts the icon into the tray once there is one, as the setting says. */
export function keepTrayPresent({ settings, isShown, appear, disappear }: TrayPresenceParts): TrayPresence {
  let isThere = false;
  let timers: NodeJS.Timeout[] = [];

  const place = (wanted: boolean) => {
    if (wanted === isThere) return;
    isThere = wanted;
    if (wanted) appear();
    else disappear();
  };
  const look = async () => {
    const { tray } = settings.get();
    if (tray !== 'auto') return place(tray === 'always');
    // An icon once shown stays: a desktop that is restarted takes it up again.
    if (!isThere && (await isShown()) && settings.get().tray === 'auto') place(true);
  };
  const stopSettings = settings.subscribe(() => void look());
  void look();
  timers = LOOK_AGAIN_MS.map((after) => setTimeout(() => void look(), after));

  return {
    isThere: () => isThere,
    look,
    stop() {
      stopSettings();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
