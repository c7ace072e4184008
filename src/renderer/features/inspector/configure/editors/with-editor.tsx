import { isJsonObject } from '../../../../../core/base/json.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawMap } from '../../../../../core/flow/yaml/plain.ts';
import { useStepTypes } from '../../../../shared/stores/step-types.ts';
import { Problems } from '../fields/field.tsx';
import { usePlace, useProblems } from '../form.tsx';
import { SchemaFields, YamlField } from '../schema/schema-fields.tsx';

/** The options of an executor, as its own schema says; those of an unknown one as they are written. */
export function WithEditor({ path, executor }: { readonly path: Path; readonly executor: string }) {
  const row = useStepTypes((state) => state.executors.find(({ name }) => name === executor));
  const place = usePlace(path);
  const problems = useProblems(path, 'here');
  const isOther = place.raw !== undefined && !isRawMap(place.raw);
  if (row === undefined || !isJsonObject(row.schema) || isOther) {
    return place.raw === undefined && row !== undefined ? null : (
      <YamlField path={path} label="Options" what="options" />
    );
  }
  return (
    <>
      <SchemaFields path={path} schema={row.schema} />
      <Problems problems={problems} />
    </>
  );
}
