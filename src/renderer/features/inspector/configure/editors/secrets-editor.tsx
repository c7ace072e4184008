import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawMap } from '../../../../../core/flow/yaml/plain.ts';
import { LinesField } from '../fields/lines-field.tsx';
import { PairsField } from '../fields/pairs-field.tsx';
import { usePlace } from '../form.tsx';

/** Secrets by name: their values are never here. A list of names, or variables with the secret that fills each. */
export function SecretsEditor({ path, help }: { readonly path: Path; readonly help?: string | undefined }) {
  const { raw } = usePlace(path);
  return isRawMap(raw) ? (
    <PairsField path={path} label="Secrets" help={help} entry="secret" newName="TOKEN" placeholder="store/name" />
  ) : (
    <LinesField path={path} label="Secrets" help={help} placeholder="Names, one a line" />
  );
}
