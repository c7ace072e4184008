import type { ReactNode } from 'react';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawList, isRawMap } from '../../../../../core/flow/yaml/plain.ts';
import { usePlace, useProblems } from '../form.tsx';
import { type ScalarKind, textOfRaw, valueOfText } from '../values.ts';
import { Field } from './field.tsx';
import { Preview } from './preview.tsx';
import { TextBox } from './text-box.tsx';
import { YamlBox } from './yaml-box.tsx';

export interface ScalarFieldProps {
  readonly path: Path;
  readonly label: string;
  /** What it is called in the history: `timeout`. The label in small letters when absent. */
  readonly what?: string;
  readonly help?: string | undefined;
  readonly kind: ScalarKind;
  /** What holds without it. */
  readonly placeholder?: string | undefined;
  readonly mono?: boolean;
  readonly rows?: number;
  readonly note?: ReactNode;
  /** There is nothing without it: it cannot be taken away. */
  readonly isNeeded?: boolean;
}

/** A key that holds one value, typed as text. */
export function ScalarField({
  path,
  label,
  what,
  help,
  kind,
  placeholder,
  mono,
  rows,
  note,
  isNeeded,
}: ScalarFieldProps) {
  const place = usePlace(path);
  const problems = useProblems(path);
  const text = textOfRaw(place.raw);
  const name = what ?? label.toLowerCase();
  const isNested = isRawMap(place.raw) || isRawList(place.raw);
  return (
    <Field
      label={label}
      help={help}
      problems={problems}
      note={note}
      onReset={place.raw === undefined || isNeeded === true ? undefined : () => place.set(name, undefined)}
    >
      {(control) =>
        // A list or a map where a value belongs is shown as it is, to be mended.
        isNested ? (
          <YamlBox {...control} raw={place.raw} onChange={(value) => place.set(name, value)} />
        ) : (
          <>
            <TextBox
              {...control}
              path={path}
              value={text}
              placeholder={placeholder}
              mono={mono ?? kind !== 'text'}
              {...(rows === undefined ? {} : { rows })}
              onChange={(typed) => place.set(name, valueOfText(typed, kind, place.raw))}
            />
            <Preview path={path} text={text} />
          </>
        )
      }
    </Field>
  );
}
