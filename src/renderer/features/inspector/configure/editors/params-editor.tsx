import type { Flow } from '../../../../../core/flow/flow.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import styles from '../configure.module.css';
import { Problems } from '../fields/field.tsx';
import { Group } from '../fields/group.tsx';
import { NameBox } from '../fields/name-box.tsx';
import { renameKey } from '../fields/pairs-field.tsx';
import { rowKey } from '../fields/row-key.ts';
import { Add, freeName, Row } from '../fields/rows.tsx';
import { RuleChoice, RuleLines, RuleText } from '../fields/rule-fields.tsx';
import { useForm, usePlace, useProblems } from '../form.tsx';
import { entriesOfRaw } from '../values.ts';

interface ParamsEditorProps {
  readonly path: Path;
  readonly params: Flow['params'];
}

/** What a run is asked for: each parameter with its type, its default and what it may be. */
export function ParamsEditor({ path, params = {} }: ParamsEditorProps) {
  const { subject } = useForm();
  const place = usePlace(path);
  const problems = useProblems(path, 'here');
  const names = entriesOfRaw(place.raw).map(([name]) => name);
  const add = () => {
    const name = freeName('param', names, '');
    place.change(`Add parameter ${name} to ${subject}`, [{ op: 'set', path: [...path, name], value: '' }]);
  };
  return (
    <>
      <Group label="Parameters" look="rows">
        {names.map((name, index) => (
          <Param key={rowKey(index)} {...{ path, name, index, names }} type={params[name]?.type} />
        ))}
        <Add label="Add a parameter" onClick={add} />
      </Group>
      <Problems problems={problems} />
    </>
  );
}

interface ParamProps {
  readonly path: Path;
  readonly name: string;
  readonly index: number;
  readonly names: readonly string[];
  /** As it reads now, written or not. */
  readonly type: string | undefined;
}

const TYPES = ['string', 'number', 'boolean', 'choice', 'json', 'path'];

function Param({ path, name, index, names, type = 'string' }: ParamProps) {
  const { subject } = useForm();
  const at = [...path, name];
  const place = usePlace(at);
  const problems = useProblems(at, 'here');
  const what = `parameter ${name}`;
  const rule = { path: at, short: 'default', usual: '', what };
  const hasLimits = type === 'number' || type === 'string' || type === 'path';
  return (
    <Row name={what} onRemove={() => place.set(what, undefined)}>
      <Group label={what} look="card">
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
        <div className={styles.two}>
          <RuleChoice
            rule={rule}
            name="type"
            label="Type"
            options={[['', `As it reads: ${type}`], ...TYPES.map((one) => [one, one] as const)]}
          />
          <RuleText
            rule={rule}
            name="default"
            label="Default"
            kind={type === 'string' || type === 'choice' || type === 'path' ? 'text' : 'any'}
            placeholder="none"
          />
          <RuleChoice
            rule={rule}
            name="required"
            label="Required"
            options={[
              ['false', 'No'],
              ['true', 'Yes'],
            ]}
            isBoolean
          />
        </div>
        {type === 'choice' && <RuleLines rule={rule} name="options" label="Options" placeholder="one, another" />}
        {hasLimits && (
          <div className={styles.two}>
            <RuleText rule={rule} name="min" label={type === 'number' ? 'At least' : 'Shortest'} kind="number" />
            <RuleText rule={rule} name="max" label={type === 'number' ? 'At most' : 'Longest'} kind="number" />
            {type !== 'number' && <RuleText rule={rule} name="pattern" label="Pattern" placeholder="^[a-z]+$" />}
          </div>
        )}
        <RuleText rule={rule} name="description" label="Description" />
        <Problems problems={problems} />
      </Group>
    </Row>
  );
}
