import { FIELD_RANGES, type FieldName, type FieldPattern, MONTH_NAMES, WEEKDAY_NAMES } from './fields.ts';

/** `a`, `a and b`, `a, b and c` */
export function listWords(items: readonly string[], conjunction = 'and'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** `1st`, `2nd`, `11th` */
export function ordinal(n: number): string {
  const rest = n % 100;
  const suffix = rest >= 11 && rest <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${suffix}`;
}

/** The plain values of a field in order, or undefined when it has terms that are not plain values and ranges. */
export function plainValues(field: FieldName, pattern: FieldPattern): number[] | undefined {
  const values = new Set<number>();
  for (const term of pattern.terms) {
    if (term.kind !== 'range') return undefined;
    const { max } = FIELD_RANGES[field];
    // A list as long as the years to 9999 is no list for a reader.
    if ((Math.min(term.to, max) - term.from) / term.step > 60) return undefined;
    for (let value = term.from; value <= term.to; value += term.step) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

/** `January`, `Friday`, or the number. */
export const valueWord = (field: FieldName, value: number): string =>
  (field === 'month' ? MONTH_NAMES[value - 1] : field === 'weekday' ? WEEKDAY_NAMES[value - 1] : undefined) ??
  String(value);

/** Values as words, three or more in a row as `Monday to Friday`. */
export function valueWords(field: FieldName, values: readonly number[]): string {
  const items: string[] = [];
  for (let i = 0; i < values.length; ) {
    let end = i;
    while (values[end + 1] === values[end]! + 1) end++;
    if (end - i >= 2) items.push(`${valueWord(field, values[i]!)} to ${valueWord(field, values[end]!)}`);
    else for (let k = i; k <= end; k++) items.push(valueWord(field, values[k]!));
    i = end + 1;
  }
  return listWords(items);
}
