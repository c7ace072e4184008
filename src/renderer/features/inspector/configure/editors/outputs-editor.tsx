import type { Json } from '../../../../../core/base/json.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawMap, type Raw } from '../../../../../core/flow/yaml/plain.ts';
import styles from '../configure.module.css';
import { Problems } from '../fields/field.tsx';
import { Group } from '../fields/group.tsx';
import { NameBox } from '../fields/name-box.tsx';
import { renameKey } from '../fields/pairs-field.tsx';
import { Preview } from '../fields/preview.tsx';
import { rowKey } from '../fields/row-key.ts';
import { Add, freeName, Row } from '../fields/rows.tsx';
import { TextBox } from '../fields/text-box.tsx';
import { useForm, usePlace, useProblems } from '../form.tsx';
import { entriesOfRaw, textOfRaw } from '../values.ts';

type Kind = 'stdout' | 'pattern' | 'json' | 'expression';

const KINDS: readonly (readonly [Kind, string])[] = [
  ['stdout', 'All it prints'],
  ['pattern', 'What matches a pattern'],
  ['json', 'A part of the JSON it prints'],
  ['expression', 'An expression'],
];

/** Outputs of a step: where each is taken from. */
export function OutputsEditor({ path, help }: { readonly path: Path; readonly help?: string | undefined }) {
  const { subject } = useForm();
  const place = usePlace(path);
  const problems = useProblems(path, 'here');
  const entries = entriesOfRaw(place.raw);
  const names = entries.map(([name]) => name);
  const add = () => {
    const name = freeName('output', names, '');
    place.change(`Add output ${name} to ${subject}`, [{ op: 'set', path: [...path, name], value: 'stdout' }]);
  };
  return (
    <>
      <p className={styles.note}>{help?.replaceAll('`', '')}</p>
      <Group label="Outputs" look="rows">
        {entries.map(([name, raw], index) => (
          <Output key={rowKey(index)} {...{ path, name, raw, index, names }} />
        ))}
        <Add label="Add an output" onClick={add} />
      </Group>
      <Problems problems={problems} />
    </>
  );
}

interface OutputProps {
  readonly path: Path;
  readonly name: string;
  readonly raw: Raw;
  readonly index: number;
  readonly names: readonly string[];
}

function Output({ path, name, raw, index, names }: OutputProps) {
  const { subject } = useForm();
  const at = [...path, name];
  const place = usePlace(at);
  const problems = useProblems(at);
  const what = `output ${name}`;
  const kind = kindOf(raw);
  const text = kind === 'expression' ? textOfRaw(raw) : isRawMap(raw) ? textOfRaw(raw[kind]) : '';
  const where = kind === 'expression' ? at : [...at, kind];
  const setText = (typed: string): Json =>
    kind === 'expression' ? typed.trim() || 'stdout' : { from: 'stdout', [kind]: typed.trim() };
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
        <select
          className={styles.select}
          aria-label={`Where ${what} comes from`}
          value={kind}
          onChange={(event) => place.set(what, BEGINNINGS[event.target.value as Kind])}
        >
          {KINDS.map(([one, words]) => (
            <option key={one} value={one}>
              {words}
            </option>
          ))}
        </select>
      </div>
      {kind !== 'stdout' && (
        <TextBox
          label={`${what}: ${PLACEHOLDERS[kind].label}`}
          path={where}
          mono
          value={text}
          placeholder={PLACEHOLDERS[kind].example}
          onChange={(typed) => place.set(what, setText(typed))}
        />
      )}
      {kind === 'expression' && <Preview path={at} text={text} />}
      <Problems problems={problems} />
    </Row>
  );
}

const BEGINNINGS: Readonly<Record<Kind, Json>> = {
  stdout: 'stdout',
  pattern: { from: 'stdout', pattern: '(.*)' },
  json: { from: 'stdout', json: '' },
  expression: 'self.exitCode',
};

const PLACEHOLDERS = {
  pattern: { label: 'pattern', example: 'version: (.*)' },
  json: { label: 'JSON pointer', example: '/items/0/id' },
  expression: { label: 'expression', example: 'self.exitCode' },
} as const;

function kindOf(raw: Raw): Kind {
  if (!isRawMap(raw)) return textOfRaw(raw).trim() === 'stdout' ? 'stdout' : 'expression';
  return raw.json !== undefined ? 'json' : raw.pattern !== undefined ? 'pattern' : 'stdout';
}
