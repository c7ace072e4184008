interface CloseSituation {
  /** The setting. */
  readonly closeToTray: boolean;
  readonly hasTray: boolean;
  /** Runs go on, or schedules are armed: something would not happen if the studio ended. */
  readonly hasWork: boolean;
  /** Whether a person was told before where the studio goes. */
  readonly wasTold: boolean;
}

export type CloseChoice =
  | { readonly do: 'quit' }
  /** The window goes, the studio stays. `tell` is for the first time. */
  | { readonly do: 'stay'; readonly tell: { readonly title: string; readonly body: string } | null };

/**
 * What closing the window means. Without a tray, the studio only stays for a reason: it could not be seen any more, and starting
 * it again is then the way back to its window.
 */
export function chooseAtClose({ closeToTray, hasTray, hasWork, wasTold }: CloseSituation): CloseChoice {
  if (!closeToTray || (!hasTray && !hasWork)) return { do: 'quit' };
  if (wasTold) return { do: 'stay', tell: null };
  return { do: 'stay', tell: hasTray ? IN_TRAY : WITHOUT_TRAY };
}

const IN_TRAY = {
  title: 'Chronum Studio goes on in the tray',
  body: 'Runs and schedules go on without the window. Quit from the tray, or with Ctrl+Q in the window.',
};
const WITHOUT_TRAY = {
  title: 'Chronum Studio goes on in the background',
  body: 'Runs and schedules go on without the window. Start Chronum Studio again to see it; Ctrl+Q in the window quits.',
};
