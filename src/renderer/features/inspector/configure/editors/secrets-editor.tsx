import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawList, isRawMap } from '../../../../../core/flow/yaml/plain.ts';
import styles from '../configure.module.css';
import { LinesField } from '../fields/lines-field.tsx';
import { PairsField } from '../fields/pairs-field.tsx';
import { Add } from '../fields/rows.tsx';
import { useForm, usePlace } from '../form.tsx';
import { listOfRaw, textOfRaw } from '../values.ts';
import { useSecretNames } from './use-secret-names.ts';

interface SecretsEditorProps {
  readonly path: Path;
  readonly help?: string | undefined;
}

/** Secrets by name: their values are never here. A list of names, or variables with the secret that fills each. */
export function SecretsEditor({ path, help }: SecretsEditorProps) {
  const { subject } = useForm();
  const place = usePlace(path);
  const stored = useSecretNames();
  if (isRawMap(place.raw)) {
    return (
      <PairsField path={path} label="Secrets" help={help} entry="secret" newName="TOKEN" placeholder="store/name" />
    );
  }
  const listed = listOfRaw(place.raw).map(textOfRaw);
  const free = stored.filter((name) => !listed.includes(name));
  const add = (name: string) =>
    isRawList(place.raw)
      ? place.change(`Add secret ${name} to ${subject}`, [
          { op: 'insert', path: [...path, listed.length], value: name },
        ])
      : place.set('secrets', [...listed, name]);
  return (
    <>
      <LinesField path={path} label="Secrets" help={help} placeholder="Names, one a line" />
      {free.length > 0 && (
        <div className={styles.links}>
          {free.map((name) => (
            <Add key={name} label={name} onClick={() => add(name)} />
          ))}
        </div>
      )}
    </>
  );
}
