import type { Path } from '../../../../../core/flow/yaml/path.ts';
import styles from '../configure.module.css';
import { usePlace, useProblems } from '../form.tsx';
import { textOfRaw, valueOfText } from '../values.ts';
import { Field } from './field.tsx';
import { Preview } from './preview.tsx';
import { TextBox } from './text-box.tsx';

export type Option = readonly [value: string, words: string];

export interface ChoiceFieldProps {
  readonly path: Path;
  readonly label: string;
  readonly what?: string;
  readonly help?: string | undefined;
  /** The default first: choosing it takes the key away. */
  readonly options: readonly Option[];
  /** `true` and `false` are written as such. */
  readonly isBoolean?: boolean;
  /** It may be a template too. */
  readonly isTemplated?: boolean;
}

/** A key that takes one of a few words. What is none of them is shown all the same. */
export function ChoiceField({ path, label, what, help, options, isBoolean, isTemplated }: ChoiceFieldProps) {
  const place = usePlace(path);
  const problems = useProblems(path);
  const written = textOfRaw(place.raw);
  const name = what ?? label.toLowerCase();
  const usual = options[0]?.[0] ?? '';
  const isOther = place.raw !== undefined && !options.some(([value]) => value === written);
  const isTemplate = isTemplated === true && isOther;
  const choose = (value: string) => {
    if (value === TEMPLATE) place.set(name, '${{ false }}');
    else if (value === usual) place.set(name, undefined);
    else place.set(name, valueOfText(value, isBoolean === true ? 'condition' : 'text'));
  };
  return (
    <Field
      label={label}
      help={help}
      problems={problems}
      onReset={place.raw === undefined ? undefined : () => place.set(name, undefined)}
    >
      {(control) => (
        <>
          <select
            {...control}
            className={styles.select}
            value={isTemplate ? TEMPLATE : place.raw === undefined ? usual : written}
            onChange={(event) => choose(event.target.value)}
          >
            {options.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
            {isOther && !isTemplate && <option value={written}>{written || 'a list or a map'}</option>}
            {isTemplated === true && <option value={TEMPLATE}>What an expression says</option>}
          </select>
          {isTemplate && (
            <>
              <TextBox
                path={path}
                label={`${label}: expression`}
                mono
                value={written}
                onChange={(text) => place.set(name, valueOfText(text, 'text'))}
              />
              <Preview path={path} text={written} />
            </>
          )}
        </>
      )}
    </Field>
  );
}

const TEMPLATE = '\u0000template';

export const YES_NO: readonly Option[] = [
  ['false', 'No'],
  ['true', 'Yes'],
];
