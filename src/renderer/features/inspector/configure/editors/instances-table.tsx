import { isJsonObject, type Json, type JsonObject } from '../../../../../core/base/json.ts';
import type { MatrixSpec } from '../../../../../core/flow/flow.ts';
import { instancesOf } from '../../../../../core/frames/expand.ts';
import { count } from '../../../../shared/format/count.ts';
import { shownValue } from '../fields/shown-value.ts';
import editors from './editors.module.css';

const SHOWN = 200;

interface InstancesTableProps {
  readonly matrix: MatrixSpec;
  readonly maxParallel: Json | undefined;
}

/** What a matrix makes: one row an instance, those that `exclude` takes away struck out. */
export function InstancesTable({ matrix, maxParallel }: InstancesTableProps) {
  const isKnown =
    Object.values(matrix.axes).every((axis) => typeof axis !== 'string') &&
    typeof matrix.include !== 'string' &&
    typeof matrix.exclude !== 'string';
  if (!isKnown)
    return <p className={editors.summary}>The instances are known once the run has begun: a template gives them.</p>;
  const axes = matrix.axes as Readonly<Record<string, readonly Json[]>>;
  const all = instancesOf({ matrix: { axes, ...listed(matrix.include, 'include') } });
  const left = instancesOf({
    matrix: { axes, ...listed(matrix.include, 'include'), ...listed(matrix.exclude, 'exclude') },
  });
  if (!left.ok || !all.ok)
    return <p className={editors.summary}>{left.ok ? '' : left.error.message.replaceAll('`', '')}</p>;
  const kept = new Set(left.value.map(({ key }) => key));
  const excluded = all.value.filter(({ key }) => !kept.has(key));
  const columns = [...new Set(left.value.concat(excluded).flatMap(({ values }) => Object.keys(values)))];
  const rows = [...left.value.slice(0, SHOWN), ...excluded.slice(0, SHOWN)];
  return (
    <>
      <p className={editors.summary}>
        {count(left.value.length, 'instance')}
        {excluded.length > 0 && `, ${excluded.length} excluded`}
        {maxParallel !== undefined && `, at most ${shownValue(maxParallel)} at once`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className={editors.tableBox} tabIndex={0} aria-label="Instances">
        <table className={editors.table} data-testid="instances-table">
          <thead>
            <tr>
              <th scope="col">#</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, values }, index) => {
              const isExcluded = !kept.has(key);
              return (
                <tr key={`${key}:${isExcluded}`} data-excluded={isExcluded}>
                  <td>{isExcluded ? '–' : index + 1}</td>
                  {columns.map((column) => (
                    <td key={column}>{values[column] === undefined ? '' : shownValue(values[column])}</td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {left.value.length > SHOWN && <p className={editors.summary}>and {left.value.length - SHOWN} more</p>}
    </>
  );
}

const listed = <K extends string>(value: MatrixSpec['include'], key: K): Partial<Record<K, readonly JsonObject[]>> =>
  Array.isArray(value) ? ({ [key]: value.filter(isJsonObject) } as unknown as Record<K, readonly JsonObject[]>) : {};
