import type { Json } from '../../../../../core/base/json.ts';
import type { Step } from '../../../../../core/flow/flow.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawList, isRawMap, type Raw } from '../../../../../core/flow/yaml/plain.ts';
import styles from '../configure.module.css';
import { Field, Problems } from '../fields/field.tsx';
import { Group } from '../fields/group.tsx';
import { NameBox } from '../fields/name-box.tsx';
import { renameKey } from '../fields/pairs-field.tsx';
import { Preview } from '../fields/preview.tsx';
import { rowKey } from '../fields/row-key.ts';
import { Add, freeName, Row } from '../fields/rows.tsx';
import { TextBox } from '../fields/text-box.tsx';
import { YamlBox } from '../fields/yaml-box.tsx';
import { useForm, usePlace, useProblems } from '../form.tsx';
import { YamlField } from '../schema/schema-fields.tsx';
import { entriesOfRaw, jsonOfRaw, textOfRaw } from '../values.ts';
import { InstancesTable } from './instances-table.tsx';

interface MatrixEditorProps {
  readonly path: Path;
  readonly step: Step;
  readonly help?: string | undefined;
}

const OWN_KEYS: ReadonlySet<string> = new Set(['include', 'exclude']);

/** Axes with their values, what is added and left out, and the instances that come of it. */
export function MatrixEditor({ path, step, help }: MatrixEditorProps) {
  const { subject } = useForm();
  const place = usePlace(path);
  const problems = useProblems(path, 'here');
  const entries = entriesOfRaw(place.raw);
  const axes = entries.map(([name], index) => ({ name, index })).filter(({ name }) => !OWN_KEYS.has(name));
  const names = entries.map(([name]) => name);
  const add = () => {
    const name = freeName('axis', names);
    if (entries.length === 0) place.set('matrix', { [name]: ['a', 'b'] });
    else
      place.change(`Add axis ${name} to ${subject}`, [
        { op: 'insert', path: [...path, name], value: ['a', 'b'], index: axes.length },
      ]);
  };
  return (
    <Field
      label="Matrix"
      help={help}
      problems={problems}
      onReset={place.raw === undefined ? undefined : () => place.set('matrix', undefined)}
    >
      {(control) =>
        place.raw !== undefined && !isRawMap(place.raw) ? (
          <YamlBox {...control} raw={place.raw} onChange={(value) => place.set('matrix', value)} />
        ) : (
          <Group control={control} look="rows">
            {axes.map(({ name, index }) => (
              <Axis key={rowKey(index)} {...{ path, name, index, names }} />
            ))}
            <Add label="Add an axis" onClick={add} />
            {axes.length > 0 && (
              <>
                <YamlField
                  path={[...path, 'include']}
                  label="Include"
                  what="matrix include"
                  help="Combinations to add or to extend, as a list of maps"
                />
                <YamlField
                  path={[...path, 'exclude']}
                  label="Exclude"
                  what="matrix exclude"
                  help="Combinations to leave out, as a list of maps"
                />
              </>
            )}
            {step.matrix !== undefined && <InstancesTable matrix={step.matrix} maxParallel={step.maxParallel} />}
          </Group>
        )
      }
    </Field>
  );
}

interface AxisProps {
  readonly path: Path;
  readonly name: string;
  readonly index: number;
  readonly names: readonly string[];
}

function Axis({ path, name, index, names }: AxisProps) {
  const { subject } = useForm();
  const at = [...path, name];
  const place = usePlace(at);
  const problems = useProblems(at);
  const what = `axis ${name}`;
  const values = isRawList(place.raw) ? place.raw : undefined;
  const isPlain = values === undefined || values.every(isSimple);
  const text = values === undefined ? textOfRaw(place.raw) : values.map(textOfRaw).join(', ');
  return (
    <Row name={what} onRemove={() => place.set(what, undefined)}>
      <div className={styles.pair}>
        <NameBox
          label={`Name of ${what}`}
          value={name}
          onRename={(to) => {
            if (names.includes(to)) return;
            place.change(
              `Rename ${what} of ${subject} to ${to}`,
              renameKey(path, { name, to, index }, place.raw ?? ''),
            );
          }}
        />
        {isPlain ? (
          <TextBox
            label={`Values of ${what}`}
            path={at}
            mono
            value={text}
            placeholder="a, b, c"
            onChange={(typed) => place.set(what, axisOf(typed))}
            asWritten={(typed) => {
              const read = axisOf(typed);
              return Array.isArray(read) ? read.join(', ') : String(read);
            }}
          />
        ) : (
          <YamlBox label={`Values of ${what}`} raw={place.raw} onChange={(value) => place.set(what, value)} />
        )}
      </div>
      <Preview path={at} text={text} />
      <Problems problems={problems} />
    </Row>
  );
}

/** A value that needs no quotes among others with commas between. */
const isSimple = (raw: Raw): boolean =>
  !isRawList(raw) && !isRawMap(raw) && !textOfRaw(raw).includes(',') && jsonOfRaw(raw) !== undefined;

/** One template stands for a list of its own; anything else is a list of values. */
function axisOf(text: string): Json {
  if (/^\s*\$\{\{[\s\S]*\}\}\s*$/.test(text)) return text.trim();
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
