import { type FormEvent, useState } from 'react';
import type { SecretsOverview } from '../../../../contract/secrets.ts';
import { client } from '../../../shared/client/client.ts';
import { Button } from '../../../shared/ui/button.tsx';
import styles from '../settings.module.css';
import own from './secrets.module.css';

interface FormProps {
  readonly attempt: (work: () => Promise<SecretsOverview>) => Promise<boolean>;
}

const passphraseOf = (event: FormEvent<HTMLFormElement>): string => {
  event.preventDefault();
  return String(new FormData(event.currentTarget).get('passphrase'));
};

/** Opens the store until the studio ends. */
export function UnlockForm({ attempt }: FormProps) {
  const [isWrong, setWrong] = useState(false);
  const unlock = async (event: FormEvent<HTMLFormElement>) => {
    const passphrase = passphraseOf(event);
    await attempt(async () => {
      const { opened, secrets } = await client.secrets.unlock({ passphrase });
      setWrong(!opened);
      return secrets;
    });
  };
  return (
    <form className={styles.form} onSubmit={(event) => void unlock(event)}>
      <label className={styles.field}>
        Passphrase
        <input name="passphrase" type="password" autoComplete="current-password" required aria-invalid={isWrong} />
      </label>
      <Button type="submit" look="primary">
        Unlock
      </Button>
      {isWrong && (
        <p className={styles.problem} role="alert">
          This is not the passphrase of the secrets. Try again.
        </p>
      )}
    </form>
  );
}

interface ProtectProps extends FormProps {
  readonly isNeeded: boolean;
  readonly protections: SecretsOverview['protections'];
}

/** Chooses what opens the store: needed before the first secret where the system has no keyring. */
export function ProtectForm({ isNeeded, protections, attempt }: ProtectProps) {
  const setPassphrase = async (event: FormEvent<HTMLFormElement>) => {
    const form = event.currentTarget;
    const passphrase = passphraseOf(event);
    if (await attempt(() => client.secrets.protect({ kind: 'passphrase', passphrase }))) form.reset();
  };
  return (
    <details key={String(isNeeded)} className={own.protect} open={isNeeded}>
      <summary>{isNeeded ? 'First choose how secrets are protected' : 'What opens the secrets'}</summary>
      {isNeeded && (
        <p className={styles.help} role="alert">
          This system has no keyring that could protect them.
        </p>
      )}
      <form className={styles.form} onSubmit={(event) => void setPassphrase(event)}>
        <label className={styles.field}>
          {protections.includes('passphrase') ? 'New passphrase' : 'Passphrase'}
          <input name="passphrase" type="password" autoComplete="new-password" required />
        </label>
        <Button type="submit">Protect with a passphrase</Button>
      </form>
      <p className={styles.help}>It is asked for after each start, and by the terminal.</p>
      {!protections.includes('key-file') && (
        <>
          <div className={styles.form}>
            <Button onClick={() => void attempt(() => client.secrets.protect({ kind: 'key-file' }))}>
              Protect with a key file
            </Button>
          </div>
          <p className={styles.help}>
            A file that only you can read: every program of yours on this machine opens the secrets by itself, schedules
            too.
          </p>
        </>
      )}
    </details>
  );
}
