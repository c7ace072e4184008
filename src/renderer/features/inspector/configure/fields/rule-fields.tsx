import type { ReactNode } from 'react';
import type { Json } from '../../../../../core/base/json.ts';
import { formatPath, type Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawMap } from '../../../../../core/flow/yaml/plain.ts';
import styles from '../configure.module.css';
import { changeLabel, useForm, usePlace, useProblems } from '../form.tsx';
import { listOfRaw, ruleEdits, ruleValue, type ScalarKind, textOfRaw, valueOfText } from '../values.ts';
import type { Option } from './choice-field.tsx';
import { Field } from './field.tsx';
import { Preview } from './preview.tsx';
import { TextBox } from './text-box.tsx';

/** A rule that may be written in a short form, such as `retry: 3`. */
export interface Rule {
  readonly path: Path;
  readonly short: string;
  readonly usual: Json;
  /** What it is called in the history. */
  readonly what: string;
}

interface RuleKeyProps {
  readonly rule: Rule;
  readonly name: string;
  readonly label: string;
  readonly note?: ReactNode;
}

function useRuleKey({ path, short, usual, what }: Rule, name: string) {
  const { root, subject } = useForm();
  const place = usePlace(path);
  const isWhole = !isRawMap(place.raw) && name === short;
  const at = isWhole ? path : [...path, name];
  const below = useProblems(at);
  const problems = isWhole ? [] : below;
  return {
    at,
    problems,
    raw: ruleValue(place.raw, short, name),
    set: (value: Json | undefined) =>
      place.change(
        changeLabel(`${what} ${name}`, value, subject),
        ruleEdits({ root, path, short, usual }, name, value),
        value === undefined ? undefined : formatPath([...path, name]),
      ),
  };
}

interface RuleTextProps extends RuleKeyProps {
  readonly kind?: ScalarKind;
  readonly placeholder?: string;
}

export function RuleText({ rule, name, label, kind = 'text', placeholder, note }: RuleTextProps) {
  const { at, problems, raw, set } = useRuleKey(rule, name);
  const text = textOfRaw(raw);
  return (
    <Field label={label} problems={problems} note={note} onReset={raw === undefined ? undefined : () => set(undefined)}>
      {(control) => (
        <>
          <TextBox
            {...control}
            path={at}
            mono
            value={text}
            placeholder={placeholder}
            onChange={(typed) => set(valueOfText(typed, kind))}
          />
          <Preview path={at} text={text} />
        </>
      )}
    </Field>
  );
}

interface RuleChoiceProps extends RuleKeyProps {
  /** The default first. */
  readonly options: readonly Option[];
  readonly isBoolean?: boolean;
}

export function RuleChoice({ rule, name, label, options, note, isBoolean }: RuleChoiceProps) {
  const { problems, raw, set } = useRuleKey(rule, name);
  const written = textOfRaw(raw);
  const usual = options[0]?.[0] ?? '';
  const isOther = raw !== undefined && !options.some(([value]) => value === written);
  return (
    <Field label={label} problems={problems} note={note} onReset={raw === undefined ? undefined : () => set(undefined)}>
      {(control) => (
        <select
          {...control}
          className={styles.select}
          value={raw === undefined ? usual : written}
          onChange={(event) =>
            set(
              event.target.value === usual
                ? undefined
                : valueOfText(event.target.value, isBoolean === true ? 'condition' : 'text'),
            )
          }
        >
          {options.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
          {isOther && <option value={written}>{written || 'a list or a map'}</option>}
        </select>
      )}
    </Field>
  );
}

interface RuleLinesProps extends RuleKeyProps {
  readonly placeholder?: string;
  readonly isNumbers?: boolean;
}

/** A short list, its entries separated by commas. */
export function RuleLines({ rule, name, label, placeholder, isNumbers, note }: RuleLinesProps) {
  const { at, problems, raw, set } = useRuleKey(rule, name);
  const take = (text: string) => {
    const values = partsOf(text).map(
      (part): Json => (isNumbers === true && /^-?\d+$/.test(part) ? Number(part) : part),
    );
    set(values.length === 0 ? undefined : values);
  };
  return (
    <Field label={label} problems={problems} note={note} onReset={raw === undefined ? undefined : () => set(undefined)}>
      {(control) => (
        <TextBox
          {...control}
          path={at}
          mono
          value={listOfRaw(raw).map(textOfRaw).join(', ')}
          placeholder={placeholder}
          onChange={take}
          asWritten={(text) => partsOf(text).join(', ')}
        />
      )}
    </Field>
  );
}

const partsOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
