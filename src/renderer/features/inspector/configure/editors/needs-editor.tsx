import type { Json } from '../../../../../core/base/json.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawList } from '../../../../../core/flow/yaml/plain.ts';
import { Button } from '../../../../shared/ui/button.tsx';
import { Prose } from '../../../../shared/ui/prose.tsx';
import styles from '../configure.module.css';
import { Field, Problems } from '../fields/field.tsx';
import { Group } from '../fields/group.tsx';
import { rowKey } from '../fields/row-key.ts';
import { Row } from '../fields/rows.tsx';
import { TextBox } from '../fields/text-box.tsx';
import { YamlBox } from '../fields/yaml-box.tsx';
import { useForm, usePlace, useProblems } from '../form.tsx';
import { jsonOfRaw, listOfRaw, textOfRaw } from '../values.ts';
import editors from './editors.module.css';
import {
  expressionOf,
  listOf,
  type NeedsTree,
  needEntry,
  needText,
  SUFFIX_WORDS,
  SUFFIXES,
  treeOf,
} from './needs-model.ts';

interface NeedsEditorProps {
  readonly path: Path;
  readonly help?: string | undefined;
  /** Steps that may be needed without a circle. */
  readonly candidates: readonly string[];
}

/** What must have ended first: a list of steps, or an expression of them. */
export function NeedsEditor({ path, help, candidates }: NeedsEditorProps) {
  const place = usePlace(path);
  const isExpression = typeof place.raw === 'string';
  const problems = useProblems(path, isExpression ? 'below' : 'here');
  return (
    <Field
      label="Needs"
      help={help}
      problems={problems}
      onReset={place.raw === undefined ? undefined : () => place.set('needs', undefined)}
    >
      {(control) => (
        <Group control={control} look="rows">
          {isExpression ? (
            <ExpressionNeeds path={path} invalid={problems.length > 0} />
          ) : (
            <ListNeeds path={path} candidates={candidates} />
          )}
        </Group>
      )}
    </Field>
  );
}

function ExpressionNeeds({ path, invalid }: { readonly path: Path; readonly invalid: boolean }) {
  const place = usePlace(path);
  const text = textOfRaw(place.raw);
  const list = listOf(text);
  const tree = treeOf(text);
  return (
    <>
      <TextBox
        path={path}
        label="Needs: expression"
        aria-invalid={invalid ? true : undefined}
        mono
        value={text}
        placeholder="build && (lint || docs.ok)"
        onChange={(typed) => place.set('needs', typed.trim() === '' ? undefined : typed.trim())}
      />
      {tree !== undefined && tree.of.length > 0 && <Tree tree={tree} />}
      {list !== undefined && (
        <Button look="plain" className={styles.add} onClick={() => place.set('needs', [...list])}>
          As a list
        </Button>
      )}
    </>
  );
}

const Tree = ({ tree }: { readonly tree: NeedsTree }) => (
  <div className={editors.summary}>
    <Prose text={tree.text} />
    {tree.of.length > 0 && (
      <div className={editors.tree}>
        {tree.of.map((part, index) => (
          <Tree key={rowKey(index)} tree={part} />
        ))}
      </div>
    )}
  </div>
);

function ListNeeds({ path, candidates }: { readonly path: Path; readonly candidates: readonly string[] }) {
  const { subject } = useForm();
  const place = usePlace(path);
  const entries = listOfRaw(place.raw).map((raw) => jsonOfRaw(raw) ?? null);
  const taken = entries.map((entry) => needEntry(entry)).flatMap((entry) => (entry.kind === 'step' ? [entry.id] : []));
  const free = candidates.filter((id) => !taken.includes(id));
  const expression = expressionOf(entries);
  const add = (value: Json, what: string) =>
    isRawList(place.raw)
      ? place.change(`Let ${subject} need ${what}`, [{ op: 'insert', path: [...path, entries.length], value }])
      : place.change(`Let ${subject} need ${what}`, [{ op: 'set', path, value: [...entries, value] }]);
  return (
    <>
      {entries.map((entry, index) => (
        <NeedRow
          key={rowKey(index)}
          path={isRawList(place.raw) ? [...path, index] : path}
          value={entry}
          candidates={candidates}
        />
      ))}
      {entries.length === 0 && <p className={styles.note}>Nothing: it starts with the flow.</p>}
      {free.length > 0 && (
        <select
          className={styles.select}
          aria-label="Add a need"
          value=""
          onChange={(event) => event.target.value !== '' && add(event.target.value, event.target.value)}
        >
          <option value="">Add a step…</option>
          {free.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      )}
      <div className={styles.links}>
        <Button
          look="plain"
          className={styles.add}
          onClick={() => add({ flow: 'another-flow', within: '24h' }, 'another flow')}
        >
          Another flow's run
        </Button>
        {expression !== undefined && expression !== '' && (
          <Button look="plain" className={styles.add} onClick={() => place.set('needs', expression)}>
            As an expression
          </Button>
        )}
      </div>
    </>
  );
}

interface NeedRowProps {
  readonly path: Path;
  readonly value: Json;
  readonly candidates: readonly string[];
}

function NeedRow({ path, value, candidates }: NeedRowProps) {
  const place = usePlace(path);
  const problems = useProblems(path);
  const entry = needEntry(value);
  const remove = () => place.set('needs', undefined);
  if (entry.kind !== 'step') {
    return (
      <Row name={entry.kind === 'flow' ? `need of flow ${entry.flow}` : 'need'} onRemove={remove}>
        <YamlBox
          label={entry.kind === 'flow' ? `Need of flow ${entry.flow}` : 'Need'}
          raw={place.raw}
          onChange={(changed) => place.set('needs', changed)}
        />
        <Problems problems={problems} />
      </Row>
    );
  }
  const { id, suffix } = entry;
  return (
    <Row name={`need of ${id}`} onRemove={remove}>
      <div className={editors.need}>
        <select
          className={styles.select}
          aria-label={`Needed step: ${id}`}
          aria-invalid={problems.length > 0 ? true : undefined}
          value={id}
          onChange={(event) => place.set('needs', needText(event.target.value, suffix))}
        >
          {[...new Set([id, ...candidates])].map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
        <select
          className={styles.select}
          aria-label={`What is asked of ${id}`}
          value={suffix}
          onChange={(event) => place.set('needs', needText(id, event.target.value as typeof suffix))}
        >
          {SUFFIXES.map((one) => (
            <option key={one} value={one}>
              {SUFFIX_WORDS[one]}
            </option>
          ))}
        </select>
      </div>
      <Problems problems={problems} />
    </Row>
  );
}
