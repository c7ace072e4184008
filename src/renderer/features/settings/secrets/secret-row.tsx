import { useState } from 'react';
import { Button } from '../../../shared/ui/button.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import own from './secrets.module.css';

interface SecretRowProps {
  readonly name: string;
  readonly onReplace: () => void;
  readonly onRemove: () => void;
}

/** A secret by its name. Its value cannot be brought back, so removing it takes a second click. */
export function SecretRow({ name, onReplace, onRemove }: SecretRowProps) {
  const [isSure, setSure] = useState(false);
  return (
    <li className={own.row}>
      <Icon name="shield" />
      <code>{name}</code>
      {isSure ? (
        <>
          <Button look="plain" onClick={() => setSure(false)}>
            Keep
          </Button>
          <Button look="danger" onClick={onRemove} aria-label={`Remove ${name} for good`}>
            Remove for good
          </Button>
        </>
      ) : (
        <>
          <Button look="plain" onClick={onReplace} aria-label={`Replace the value of ${name}`}>
            Replace
          </Button>
          <Button look="plain" onClick={() => setSure(true)} aria-label={`Remove ${name}`}>
            Remove
          </Button>
        </>
      )}
    </li>
  );
}
