import type { ButtonHTMLAttributes, Ref } from 'react';
import type { Shortcut } from '../../../contract/shortcuts.ts';
import styles from './button.module.css';
import { cx } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import { formatShortcut } from './shortcut.ts';

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'>;

interface ButtonProps extends Native {
  readonly icon?: IconName;
  readonly look?: 'primary' | 'outline' | 'plain' | 'danger';
  /** Shown where the mouse goes, beside `tip`. */
  readonly shortcut?: Shortcut | undefined;
  readonly tip?: string | undefined;
  readonly type?: 'button' | 'submit';
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ icon, look = 'outline', shortcut, tip, children, className, type, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      className={cx(styles.button, styles[look], className)}
      data-tip={tip ?? (shortcut && typeof children === 'string' ? children : undefined)}
      data-keys={shortcut && formatShortcut(shortcut)}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'look' | 'icon'> {
  readonly icon: IconName;
  /** What it does: its name for screen readers and its tooltip. */
  readonly label: string;
}

export function IconButton({ icon, label, shortcut, tip, className, type, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      aria-label={label}
      className={cx(styles.icon, className)}
      data-tip={tip ?? label}
      data-keys={shortcut && formatShortcut(shortcut)}
    >
      <Icon name={icon} />
    </button>
  );
}
