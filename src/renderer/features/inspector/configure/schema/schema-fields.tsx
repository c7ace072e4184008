import { useState } from 'react';
import { isJsonObject, type JsonObject } from '../../../../../core/base/json.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawList, isRawMap } from '../../../../../core/flow/yaml/plain.ts';
import { ChoiceField } from '../fields/choice-field.tsx';
import { Field, Problems } from '../fields/field.tsx';
import { Group } from '../fields/group.tsx';
import { LinesField } from '../fields/lines-field.tsx';
import { PairsField } from '../fields/pairs-field.tsx';
import { rowKey } from '../fields/row-key.ts';
import { Add, Row } from '../fields/rows.tsx';
import { ScalarField } from '../fields/scalar-field.tsx';
import { YamlBox } from '../fields/yaml-box.tsx';
import { useForm, usePlace, useProblems } from '../form.tsx';
import { listOfRaw } from '../values.ts';
import { controlOf, labelOf } from './control-of.ts';

interface SchemaFieldsProps {
  /** Of the map that holds the keys. */
  readonly path: Path;
  readonly schema: JsonObject;
  /** What the map is called in the history: `hook`. Nothing for the step itself. */
  readonly what?: string;
}

/** A field for every key of a JSON Schema, in its order, and for what is written besides. */
export function SchemaFields({ path, schema, what }: SchemaFieldsProps) {
  const place = usePlace(path);
  const properties = isJsonObject(schema.properties ?? null) ? (schema.properties as JsonObject) : {};
  const unknown = isRawMap(place.raw) ? Object.keys(place.raw).filter((key) => !Object.hasOwn(properties, key)) : [];
  return (
    <>
      {Object.entries(properties).map(([key, node]) => (
        <SchemaField
          key={key}
          path={[...path, key]}
          schema={node as JsonObject}
          what={[what, key].filter(Boolean).join(' ')}
        />
      ))}
      {unknown.map((key) => (
        <YamlField key={key} path={[...path, key]} label={labelOf(key)} what={key} />
      ))}
    </>
  );
}

interface SchemaFieldProps {
  readonly path: Path;
  readonly schema: JsonObject | undefined;
  readonly label?: string;
  readonly help?: string | undefined;
  readonly what?: string;
}

/** One value as its schema says. */
export function SchemaField({ path, schema, label, help, what }: SchemaFieldProps) {
  const key = String(path.at(-1));
  const control = controlOf(schema, key);
  const said = schema?.description;
  const common = {
    path,
    label: label ?? labelOf(key),
    help: help ?? (typeof said === 'string' ? said : undefined),
    what: what ?? key,
  };
  switch (control.kind) {
    case 'text':
      return (
        <ScalarField
          {...common}
          kind={control.scalar}
          placeholder={control.placeholder}
          {...(control.rows === undefined ? {} : { rows: control.rows })}
        />
      );
    case 'choice':
      return (
        <ChoiceField
          {...common}
          options={control.options.map((option) => [option, wordOf(option, control.isBoolean)])}
          isBoolean={control.isBoolean}
          isTemplated={control.isTemplated}
        />
      );
    case 'lines':
      return <LinesField {...common} isNumbers={control.isNumbers} />;
    case 'pairs':
      return <PairsField {...common} entry={entryOf(key)} newName="name" kind={control.scalar} />;
    case 'fields':
      return <GroupField {...common} schema={control.schema} />;
    case 'list':
      return <ListOf {...common} item={control.item} />;
    case 'yaml':
      return <YamlField {...common} />;
  }
}

const wordOf = (option: string, isBoolean: boolean): string =>
  isBoolean && option === 'true'
    ? 'Yes'
    : isBoolean && option === 'false'
      ? 'No'
      : /[A-Z]/.test(option)
        ? option
        : labelOf(option.replaceAll('-', ' '));

interface PartProps {
  readonly path: Path;
  readonly label: string;
  readonly help: string | undefined;
  readonly what: string;
}

/** A map in its own group; nothing is written until one of its keys is. */
function GroupField({ path, label, help, what, schema }: PartProps & { readonly schema: JsonObject }) {
  const place = usePlace(path);
  const problems = useProblems(path, 'here');
  const isOther = place.raw !== undefined && !isRawMap(place.raw);
  const [isBegun, setBegun] = useState(false);
  return (
    <Field
      label={label}
      help={help}
      problems={problems}
      onReset={place.raw === undefined ? undefined : () => place.set(what, undefined)}
    >
      {(control) =>
        isOther ? (
          <YamlBox {...control} raw={place.raw} onChange={(value) => place.set(what, value)} />
        ) : (
          <Group control={control} look="group">
            {place.raw === undefined && !isBegun ? (
              <Add label={`Set ${label.toLowerCase()}`} onClick={() => setBegun(true)} />
            ) : (
              <SchemaFields path={path} schema={schema} what={what} />
            )}
          </Group>
        )
      }
    </Field>
  );
}

/** A list of maps, each in a card. */
function ListOf({ path, label, help, what, item }: PartProps & { readonly item: JsonObject }) {
  const { subject } = useForm();
  const place = usePlace(path);
  const problems = useProblems(path, 'here');
  const entries = listOfRaw(place.raw);
  const one = what.replace(/s$/, '');
  const add = () =>
    isRawList(place.raw)
      ? place.change(`Add a ${one} to ${subject}`, [
          { op: 'insert', path: [...path, entries.length], value: beginningOf(item) },
        ])
      : place.set(what, [beginningOf(item)]);
  return (
    <Field
      label={label}
      help={help}
      problems={problems}
      onReset={place.raw === undefined ? undefined : () => place.set(what, undefined)}
    >
      {(control) => (
        <Group control={control} look="rows">
          {entries.map((_, index) => (
            <ListEntry key={rowKey(index)} path={[...path, index]} name={`${one} ${index + 1}`} item={item} />
          ))}
          <Add label={`Add a ${one}`} onClick={add} />
        </Group>
      )}
    </Field>
  );
}

function ListEntry({ path, name, item }: { readonly path: Path; readonly name: string; readonly item: JsonObject }) {
  const place = usePlace(path);
  const problems = useProblems(path, 'here');
  return (
    <Row name={name} onRemove={() => place.set(name, undefined)}>
      <Group label={name} look="card">
        <SchemaFields path={path} schema={item} what={name} />
        <Problems problems={problems} />
      </Group>
    </Row>
  );
}

/** What a new entry says at the least, so that it is no error: hooks and alerts do one thing. */
function beginningOf(item: JsonObject) {
  const keys = isJsonObject(item.properties ?? null) ? Object.keys(item.properties as object) : [];
  const begin = { on: 'run.finished', after: 1, notify: { title: 'It ended' } };
  return Object.fromEntries(Object.entries(begin).filter(([key]) => keys.includes(key)));
}

export function YamlField({
  path,
  label,
  what,
  help,
}: Omit<PartProps, 'help'> & { readonly help?: string | undefined }) {
  const place = usePlace(path);
  const problems = useProblems(path);
  return (
    <Field
      label={label}
      help={help}
      problems={problems}
      onReset={place.raw === undefined ? undefined : () => place.set(what, undefined)}
    >
      {(control) => <YamlBox {...control} raw={place.raw} onChange={(value) => place.set(what, value)} />}
    </Field>
  );
}

/** `headers` holds headers; anything else holds entries. */
const entryOf = (key: string): string => (/[^s]s$/.test(key) ? key.slice(0, -1) : 'entry');
