import { IconButton } from '../../shared/ui/button.tsx';
import styles from './inspector.module.css';

interface ScriptProps {
  readonly text: string;
  readonly label: string;
}

/** A command, a script or a message, as it is, to read and to copy. */
export const Script = ({ text, label }: ScriptProps) => (
  <figure className={styles.script}>
    <figcaption>
      {label}
      <IconButton
        icon="copy"
        label={`Copy: ${label}`}
        tip="Copy"
        onClick={() => void navigator.clipboard.writeText(text)}
      />
    </figcaption>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
    <pre tabIndex={0}>{text.trimEnd()}</pre>
  </figure>
);
