import type { ReactNode } from 'react';
import { Button, IconButton } from '../ui/button.tsx';
import type { IconName } from '../ui/icon.tsx';
import { runCommand, useCommand } from './registry.ts';
import { useShortcut } from './use-shortcut.ts';

interface CommandButtonProps {
  readonly command: string;
  readonly look?: 'primary' | 'outline' | 'plain' | 'danger';
  /** Not now, for a reason of the place where the button stands. */
  readonly isBusy?: boolean;
  /** A short form of the command's label. */
  readonly children: ReactNode;
}

/** A button for a command: its icon, its present shortcut, and why it cannot be done now. */
export function CommandButton({ command: id, look = 'outline', isBusy = false, children }: CommandButtonProps) {
  const state = useCommand(id);
  const shortcut = useShortcut(id);
  if (state === undefined) return null;
  const { command, label, obstacle } = state;
  return (
    // `aria-disabled` instead of `disabled`: the reason can be reached by keyboard and mouse alike.
    <Button
      {...(command.icon && { icon: command.icon })}
      look={look}
      shortcut={shortcut}
      tip={obstacle ?? label}
      aria-disabled={obstacle !== undefined || isBusy}
      aria-description={obstacle}
      onClick={() => !isBusy && runCommand(id)}
    >
      {children}
    </Button>
  );
}

interface CommandIconButtonProps {
  readonly command: string;
  /** Where the command's own would not say it best here. */
  readonly icon?: IconName;
  readonly isPressed?: boolean;
}

export function CommandIconButton({ command: id, icon, isPressed }: CommandIconButtonProps) {
  const state = useCommand(id);
  const shortcut = useShortcut(id);
  const shown = icon ?? state?.command.icon;
  if (state === undefined || shown === undefined) return null;
  const { label, obstacle } = state;
  return (
    <IconButton
      icon={shown}
      label={label}
      shortcut={shortcut}
      tip={obstacle === undefined ? label : `${label}: ${obstacle}`}
      aria-pressed={isPressed}
      aria-disabled={obstacle !== undefined}
      aria-description={obstacle}
      onClick={() => runCommand(id)}
    />
  );
}
