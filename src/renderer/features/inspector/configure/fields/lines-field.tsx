import type { Json } from '../../../../../core/base/json.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawList, isRawMap } from '../../../../../core/flow/yaml/plain.ts';
import { usePlace, useProblems } from '../form.tsx';
import { listOfRaw, textOfRaw } from '../values.ts';
import { Field } from './field.tsx';
import { TextBox } from './text-box.tsx';
import { YamlBox } from './yaml-box.tsx';

interface LinesFieldProps {
  readonly path: Path;
  readonly label: string;
  readonly what?: string;
  readonly help?: string | undefined;
  readonly placeholder?: string | undefined;
  /** Of each entry; text unless said otherwise. */
  readonly isNumbers?: boolean;
}

/** A list of texts, one a line. One alone is written without the list where it was so before. */
export function LinesField({ path, label, what, help, placeholder, isNumbers }: LinesFieldProps) {
  const place = usePlace(path);
  const problems = useProblems(path);
  const name = what ?? label.toLowerCase();
  const items = listOfRaw(place.raw);
  const isNested = isRawMap(place.raw) || items.some((item) => isRawList(item) || isRawMap(item));
  const take = (text: string) => {
    const values = linesOf(text).map(
      (line): Json => (isNumbers === true && /^-?\d+$/.test(line) ? Number(line) : line),
    );
    const isAlone = values.length === 1 && place.raw !== undefined && !isRawList(place.raw);
    place.set(name, values.length === 0 ? undefined : isAlone ? values[0] : values);
  };
  return (
    <Field
      label={label}
      help={help}
      problems={problems}
      onReset={place.raw === undefined ? undefined : () => place.set(name, undefined)}
    >
      {(control) =>
        isNested ? (
          <YamlBox {...control} raw={place.raw} onChange={(value) => place.set(name, value)} />
        ) : (
          <TextBox
            {...control}
            path={[...path, 0]}
            mono
            rows={Math.max(1, items.length)}
            value={items.map(textOfRaw).join('\n')}
            placeholder={placeholder}
            onChange={take}
            asWritten={(text) => linesOf(text).join('\n')}
          />
        )
      }
    </Field>
  );
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
