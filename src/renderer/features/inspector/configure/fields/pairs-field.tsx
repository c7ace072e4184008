import type { FlowEdit } from '../../../../../core/flow/edit/model.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawList, isRawMap, type Raw } from '../../../../../core/flow/yaml/plain.ts';
import styles from '../configure.module.css';
import { useForm, usePlace, useProblems } from '../form.tsx';
import { entriesOfRaw, jsonOfRaw, type ScalarKind, textOfRaw, valueOfText } from '../values.ts';
import { Field, Problems } from './field.tsx';
import { Group } from './group.tsx';
import { NameBox } from './name-box.tsx';
import { Preview } from './preview.tsx';
import { rowKey } from './row-key.ts';
import { Add, freeName, Row } from './rows.tsx';
import { TextBox } from './text-box.tsx';
import { YamlBox } from './yaml-box.tsx';

interface PairsFieldProps {
  readonly path: Path;
  readonly label: string;
  readonly help?: string | undefined;
  /** One entry, as a person calls it: `variable`. */
  readonly entry: string;
  /** The name of a new entry. */
  readonly newName: string;
  readonly kind?: ScalarKind;
  readonly placeholder?: string;
}

/** A map of names to values, as a table. */
export function PairsField({ path, label, help, entry, newName, kind = 'text', placeholder }: PairsFieldProps) {
  const { subject } = useForm();
  const place = usePlace(path);
  const own = useProblems(path, 'here');
  const pairs = entriesOfRaw(place.raw);
  const names = pairs.map(([name]) => name);
  const isOther = place.raw !== undefined && !isRawMap(place.raw);
  const add = () => {
    const name = freeName(newName, names);
    const value = '';
    if (pairs.length === 0) place.set(label.toLowerCase(), { [name]: value });
    else place.change(`Add ${entry} ${name} to ${subject}`, [{ op: 'set', path: [...path, name], value }]);
  };
  return (
    <Field
      label={label}
      help={help}
      problems={own}
      onReset={place.raw === undefined ? undefined : () => place.set(label.toLowerCase(), undefined)}
    >
      {(control) =>
        isOther ? (
          <YamlBox {...control} raw={place.raw} onChange={(value) => place.set(label.toLowerCase(), value)} />
        ) : (
          <Group control={control} look="rows">
            {pairs.map(([name, raw], index) => (
              <Pair key={rowKey(index)} {...{ path, name, raw, index, entry, kind, placeholder }} names={names} />
            ))}
            <Add label={`Add ${/^[aeiou]/.test(entry) ? 'an' : 'a'} ${entry}`} onClick={add} />
          </Group>
        )
      }
    </Field>
  );
}

interface PairProps extends Pick<PairsFieldProps, 'path' | 'entry'> {
  readonly name: string;
  readonly raw: Raw;
  readonly index: number;
  readonly names: readonly string[];
  readonly kind: ScalarKind;
  readonly placeholder: string | undefined;
}

function Pair({ path, name, raw, index, names, entry, kind, placeholder }: PairProps) {
  const { subject } = useForm();
  const at = [...path, name];
  const place = usePlace(at);
  const problems = useProblems(at);
  const what = `${entry} ${name}`;
  return (
    <Row name={what} onRemove={() => place.set(what, undefined)}>
      <div className={styles.pair}>
        <NameBox
          label={`Name of ${what}`}
          value={name}
          onRename={(to) => {
            if (!names.includes(to))
              place.change(`Rename ${what} of ${subject} to ${to}`, renameKey(path, { name, to, index }, raw));
          }}
        />
        {isRawMap(raw) || isRawList(raw) ? (
          <YamlBox label={`Value of ${what}`} raw={raw} onChange={(value) => place.set(what, value)} />
        ) : (
          <TextBox
            label={`Value of ${what}`}
            path={at}
            mono
            value={textOfRaw(raw)}
            placeholder={placeholder}
            onChange={(text) => place.set(what, valueOfText(text, kind) ?? '')}
          />
        )}
      </div>
      <Preview path={at} text={textOfRaw(raw)} />
      <Problems problems={problems} />
    </Row>
  );
}

/** Gives an entry of a map another name, where it stands. */
export function renameKey(
  path: Path,
  { name, to, index }: { readonly name: string; readonly to: string; readonly index: number },
  raw: Raw,
): readonly FlowEdit[] {
  return [
    { op: 'insert', path: [...path, to], value: jsonOfRaw(raw) ?? '', index },
    { op: 'remove', path: [...path, name] },
  ];
}
