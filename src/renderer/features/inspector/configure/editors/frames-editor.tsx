import { isJsonObject } from '../../../../../core/base/json.ts';
import { FRAME_NAMES } from '../../../../../core/flow/schema/frames.ts';
import type { Path } from '../../../../../core/flow/yaml/path.ts';
import { isRawList } from '../../../../../core/flow/yaml/plain.ts';
import { useStepTypes } from '../../../../shared/stores/step-types.ts';
import { Button, IconButton } from '../../../../shared/ui/button.tsx';
import styles from '../configure.module.css';
import { Field, Problems } from '../fields/field.tsx';
import { Group } from '../fields/group.tsx';
import { rowKey } from '../fields/row-key.ts';
import { Row } from '../fields/rows.tsx';
import { YamlBox } from '../fields/yaml-box.tsx';
import { useForm, usePlace, useProblems } from '../form.tsx';
import { jsonOfRaw } from '../values.ts';
import editors from './editors.module.css';
import { frameOf, rulesOfStep, toFrames } from './frames-model.ts';

/** The order in which the rules of a step nest: the usual one, or one that the person gives. */
export function FramesEditor({ path, help }: { readonly path: Path; readonly help?: string | undefined }) {
  const { subject } = useForm();
  const step = usePlace(path);
  const place = usePlace([...path, 'frames']);
  const problems = useProblems([...path, 'frames'], 'here');
  const plugins = useStepTypes((state) => state.frames);
  const written = jsonOfRaw(step.raw);
  const rules = isJsonObject(written) ? rulesOfStep(written) : [];
  const list = isRawList(place.raw) ? place.raw : undefined;
  return (
    <Field
      label="Order of rules"
      help={help}
      problems={problems}
      onReset={place.raw === undefined ? undefined : () => place.set('frames', undefined)}
    >
      {(control) => (
        <Group control={control} look="rows">
          {list === undefined ? (
            <>
              <p className={styles.note}>
                {rules.length === 0 ? 'It has no rules yet.' : `${rules.join(' › ')} › body. The outermost is first.`}
              </p>
              {rules.length > 1 && isJsonObject(written) && (
                <Button
                  look="plain"
                  className={styles.add}
                  onClick={() => step.change(`Order the rules of ${subject}`, toFrames(written, path))}
                >
                  Order them by hand
                </Button>
              )}
            </>
          ) : (
            <>
              {list.map((_, index) => (
                <Frame key={rowKey(index)} path={[...path, 'frames']} index={index} count={list.length} />
              ))}
              <select
                className={styles.select}
                aria-label="Add a rule"
                value=""
                onChange={(event) =>
                  event.target.value !== '' &&
                  place.change(`Add ${event.target.value} to ${subject}`, [
                    {
                      op: 'insert',
                      path: [...path, 'frames', list.length],
                      value: { [event.target.value]: beginning(event.target.value) },
                    },
                  ])
                }
              >
                <option value="">Add a rule…</option>
                {[...FRAME_NAMES, ...plugins].map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </>
          )}
        </Group>
      )}
    </Field>
  );
}

const beginning = (frame: string) =>
  ({
    timeout: '30s',
    delay: '10s',
    retry: 3,
    if: true,
    breakpoint: true,
    threshold: { limit: 1 },
    repeat: { limit: 3 },
  })[frame] ?? {};

function Frame({ path, index, count }: { readonly path: Path; readonly index: number; readonly count: number }) {
  const { subject } = useForm();
  const at = [...path, index];
  const place = usePlace(at);
  const problems = useProblems(at);
  const name = frameOf(jsonOfRaw(place.raw) ?? null) ?? 'rule';
  const inner = usePlace([...at, name]);
  const move = (to: number) => place.change(`Move ${name} of ${subject}`, [{ op: 'move', path: at, to }]);
  return (
    <Row name={`rule ${name}`} onRemove={() => place.set(`rule ${name}`, undefined)}>
      <div className={editors.order}>
        <div className={editors.orderLine}>
          <code>{name}</code>
          <IconButton
            icon="chevron-up"
            label={`Move ${name} outwards`}
            disabled={index === 0}
            onClick={() => move(index - 1)}
          />
          <IconButton
            icon="chevron-down"
            label={`Move ${name} inwards`}
            disabled={index === count - 1}
            onClick={() => move(index + 1)}
          />
        </div>
        <YamlBox label={`Rule ${name}`} raw={inner.raw} onChange={(value) => inner.set(`rule ${name}`, value)} />
      </div>
      <Problems problems={problems} />
    </Row>
  );
}
