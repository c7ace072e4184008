import { type FormEvent, useRef } from 'react';
import type { SecretsOverview } from '../../../../contract/secrets.ts';
import { client } from '../../../shared/client/client.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import { Prose } from '../../../shared/ui/prose.tsx';
import styles from '../settings.module.css';
import { ProtectForm, UnlockForm } from './lock-forms.tsx';
import { SecretRow } from './secret-row.tsx';
import own from './secrets.module.css';
import { useSecrets } from './use-secrets.ts';

const PROTECTION_WORDS = {
  passphrase: 'a passphrase',
  'key-file': 'a key file of yours',
  system: 'the keyring of this system',
} as const;

/** The secrets that flows read, by name: set, replaced and removed here, shown never. */
export function SecretsSection() {
  const { overview, problem, isUnprotected, attempt } = useSecrets();
  const form = useRef<HTMLFormElement>(null);
  if (overview === null) return null;
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const [name, value] = [String(fields.get('name')).trim(), String(fields.get('value'))];
    if (await attempt(() => client.secrets.set({ name, value }))) form.current?.reset();
  };
  const replace = (name: string) => {
    const [nameField, valueField] = form.current?.querySelectorAll('input') ?? [];
    if (nameField) nameField.value = name;
    valueField?.focus();
  };
  const isReadable = overview.status === 'open' || overview.status === 'none';
  return (
    <section id="settings-secrets" tabIndex={-1} aria-label="Secrets" className={styles.section}>
      <h2>Secrets</h2>
      <p className={styles.help}>
        Flows name the secrets that they need; a run finds them here, encrypted. A value that was set is never shown
        again.
      </p>
      <StatusLine overview={overview} />
      {overview.status === 'locked' && overview.protections.includes('passphrase') && <UnlockForm attempt={attempt} />}
      {overview.names.length > 0 && (
        <ul className={own.list} aria-label="Stored secrets">
          {overview.names.map((name) => (
            <SecretRow
              key={name}
              name={name}
              onReplace={() => replace(name)}
              onRemove={() => void attempt(() => client.secrets.remove({ name }))}
            />
          ))}
        </ul>
      )}
      {isReadable && (
        <form ref={form} className={styles.form} onSubmit={(event) => void add(event)}>
          <label className={styles.field}>
            Name
            <input name="name" type="text" autoComplete="off" spellCheck={false} placeholder="API_TOKEN" required />
          </label>
          <label className={styles.field}>
            Value
            <input name="value" type="password" autoComplete="new-password" required />
          </label>
          <Button type="submit" icon="plus">
            Set secret
          </Button>
        </form>
      )}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          <Prose text={problem} />
        </p>
      )}
      {(isUnprotected || isReadable) && (
        <ProtectForm isNeeded={isUnprotected} protections={overview.protections} attempt={attempt} />
      )}
    </section>
  );
}

function StatusLine({ overview: { status, protections, problem, file } }: { readonly overview: SecretsOverview }) {
  if (status === 'none') return null;
  const words = protections.map((kind) => PROTECTION_WORDS[kind]).join(' or ');
  return (
    <p className={own.status} data-status={status} data-tip={file}>
      <Icon name={status === 'open' ? 'shield' : status === 'locked' ? 'warning' : 'error'} />
      <span>
        {status === 'open' ? (
          `Unlocked. The store is opened by ${words}.`
        ) : (
          <Prose text={problem ?? `The store is opened by ${words}.`} />
        )}
      </span>
    </p>
  );
}
