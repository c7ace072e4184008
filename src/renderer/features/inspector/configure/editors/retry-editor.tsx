import { isJsonObject, type Json, type JsonObject } from '../../../../../core/base/json.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import styles from '../configure.module.css';
import { Field } from '../fields/field.tsx';
import { Group } from '../fields/group.tsx';
import { RuleChoice, RuleLines, RuleText } from '../fields/rule-fields.tsx';
import { usePlace, useProblems } from '../form.tsx';
import { jsonOfRaw, ruleValue, textOfRaw } from '../values.ts';
import { RetryCurve } from './retry-curve.tsx';

interface RetryEditorProps {
  readonly path: Path;
  readonly label: string;
  readonly what: string;
  readonly help?: string | undefined;
}

/** Attempts after the first: how many, how long between them, and after which failures. */
export function RetryEditor({ path, label, what, help }: RetryEditorProps) {
  const place = usePlace(path);
  const problems = useProblems(path, 'here');
  const rule = { path, short: 'limit', usual: 3, what };
  const isSet = place.raw !== undefined && textOfRaw(place.raw) !== '0';
  const backoff = textOfRaw(ruleValue(place.raw, 'limit', 'backoff'));
  return (
    <Field
      label={label}
      help={help}
      problems={problems}
      onReset={place.raw === undefined ? undefined : () => place.set(what, undefined)}
    >
      {(control) => (
        <Group control={control} look="group">
          <div className={styles.two}>
            <RuleText rule={rule} name="limit" label="Retries" kind="number" placeholder="0" />
            {isSet && <RuleText rule={rule} name="delay" label="First wait" placeholder="1s" />}
            {isSet && (
              <RuleChoice
                rule={rule}
                name="backoff"
                label="Backoff"
                options={[
                  ['exponential', 'Exponential'],
                  ['linear', 'Linear'],
                  ['constant', 'Constant'],
                ]}
              />
            )}
            {isSet && (backoff === '' || backoff === 'exponential') && (
              <RuleText rule={rule} name="factor" label="Factor" kind="number" placeholder="2" />
            )}
            {isSet && <RuleText rule={rule} name="maxDelay" label="Longest wait" placeholder="30s" />}
            {isSet && (
              <RuleText
                rule={rule}
                name="jitter"
                label="Jitter"
                placeholder="250ms"
                note="A duration, full, equal or none"
              />
            )}
          </div>
          {isSet && <RetryCurve policy={policyOfRaw(jsonOfRaw(place.raw))} />}
          {isSet && (
            <>
              <RuleText rule={rule} name="if" label="Only if" kind="condition" placeholder="self.exitCode == 7" />
              <div className={styles.two}>
                <RuleLines rule={rule} name="on" label="On errors" placeholder="all but rejected" />
                <RuleLines rule={rule} name="onExitCodes" label="On exit codes" placeholder="any" isNumbers />
                <RuleLines rule={rule} name="notOnExitCodes" label="Not on exit codes" placeholder="none" isNumbers />
              </div>
            </>
          )}
        </Group>
      )}
    </Field>
  );
}

/** The policy as the file has it; what is no number of attempts yet is not drawn. */
function policyOfRaw(raw: Json | undefined): JsonObject {
  return isJsonObject(raw) ? { limit: 0, ...raw } : { limit: raw ?? 0 };
}
