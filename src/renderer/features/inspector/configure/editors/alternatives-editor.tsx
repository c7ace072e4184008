import type { Json } from '../../../../../core/base/json.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawList, isRawMap, type Raw } from '../../../../../core/flow/yaml/plain.ts';
import styles from '../configure.module.css';
import { Field, Problems } from '../fields/field.tsx';
import { Group } from '../fields/group.tsx';
import { rowKey } from '../fields/row-key.ts';
import { Add, Row } from '../fields/rows.tsx';
import { TextBox } from '../fields/text-box.tsx';
import { YamlBox } from '../fields/yaml-box.tsx';
import { useForm, usePlace, useProblems } from '../form.tsx';
import { jsonOfRaw, textOfRaw, valueOfText } from '../values.ts';

interface AlternativesEditorProps {
  readonly path: Path;
  readonly label: string;
  readonly what: string;
  readonly help?: string | undefined;
  /** `else` has one; `fallback` may have several. */
  readonly isList: boolean;
  /** Steps that may stand in. */
  readonly candidates: readonly string[];
}

/** What runs in place of a step: another step, or a command of its own. */
export function AlternativesEditor({ path, label, what, help, isList, candidates }: AlternativesEditorProps) {
  const { subject } = useForm();
  const place = usePlace(path);
  const problems = useProblems(path, 'here');
  const entries: readonly (readonly [Path, Raw])[] = isRawList(place.raw)
    ? place.raw.map((raw, index) => [[...path, index], raw] as const)
    : place.raw === undefined
      ? []
      : [[path, place.raw]];
  const add = (value: Json) => {
    if (entries.length === 0) place.set(what, value);
    else if (isRawList(place.raw)) {
      place.change(`Add a ${what} to ${subject}`, [{ op: 'insert', path: [...path, entries.length], value }]);
    } else place.set(what, [jsonOfRaw(place.raw) ?? '', value]);
  };
  const canAdd = isList || entries.length === 0;
  return (
    <Field
      label={label}
      help={help}
      problems={isRawList(place.raw) ? problems : []}
      onReset={place.raw === undefined ? undefined : () => place.set(what, undefined)}
    >
      {(control) => (
        <Group control={control} look="rows">
          {entries.map(([at], index) => (
            <AlternativeRow
              key={rowKey(index)}
              path={at}
              what={isList ? `${what} ${index + 1}` : what}
              candidates={candidates}
            />
          ))}
          {canAdd && (
            <div className={styles.links}>
              <Add label="A command" onClick={() => add({ run: 'echo instead' })} />
              {candidates.length > 0 && <Add label="A step" onClick={() => add(candidates.at(-1) ?? '')} />}
            </div>
          )}
        </Group>
      )}
    </Field>
  );
}

interface AlternativeRowProps {
  readonly path: Path;
  readonly what: string;
  readonly candidates: readonly string[];
}

function AlternativeRow({ path, what, candidates }: AlternativeRowProps) {
  const place = usePlace(path);
  const problems = useProblems(path);
  const { raw } = place;
  const run = isRawMap(raw) && Object.keys(raw).every((key) => key === 'run') ? raw.run : undefined;
  return (
    <Row name={what} onRemove={() => place.set(what, undefined)}>
      {typeof raw === 'string' ? (
        <select
          className={styles.select}
          aria-label={`Step of ${what}`}
          value={raw}
          onChange={(event) => place.set(what, event.target.value)}
        >
          {[...new Set([raw, ...candidates])].map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      ) : run !== undefined ? (
        <Command path={path} raw={run} what={what} />
      ) : (
        <YamlBox label={`Body of ${what}`} raw={raw} onChange={(value) => place.set(what, value)} />
      )}
      <Problems problems={problems} />
    </Row>
  );
}

function Command({ path, raw, what }: { readonly path: Path; readonly raw: Raw; readonly what: string }) {
  const place = usePlace([...path, 'run']);
  return (
    <TextBox
      label={`Command of ${what}`}
      path={[...path, 'run']}
      rows={2}
      value={textOfRaw(raw)}
      onChange={(text) => place.set(`${what} command`, valueOfText(text, 'lines', raw) ?? '')}
    />
  );
}
