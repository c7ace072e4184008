import type { Json } from '../../../core/base/json.ts';

/** A value as a person would write it: texts as they are, everything else as JSON. */
export const valueText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
