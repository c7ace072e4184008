import type { Json } from '../../../../core/base/json.ts';
import type { ComparedValue } from '../../../../core/run/compare.ts';
import styles from './compare.module.css';

interface ValueDifferencesProps {
  readonly title: string;
  readonly values: readonly ComparedValue[];
}

/** Named values that differ; nothing where none does. */
export function ValueDifferences({ title, values }: ValueDifferencesProps) {
  if (values.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <table className={styles.table} aria-label={title}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Earlier</th>
            <th scope="col">Later</th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ name, before, after }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Value value={before} kind="removed" />
              </td>
              <td>
                <Value value={after} kind="added" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Value = ({ value, kind }: { readonly value: Json | undefined; readonly kind: 'added' | 'removed' }) =>
  value === undefined ? (
    <span className={styles.absent}>not there</span>
  ) : (
    <code className={styles.value} data-kind={kind}>
      {typeof value === 'string' ? value : JSON.stringify(value)}
    </code>
  );
