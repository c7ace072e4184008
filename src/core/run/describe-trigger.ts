import { isJsonObject, type Json } from '../base/json.ts';
import type { RunTrigger } from './event.ts';

/**
 * `trigger` in expressions, and the content of `$CHRONUM_TRIGGER`: what started the run, `at` which instant it was due, the
 * `files` that changed, and what else came with it by name, such as `flow` for one that follows another.
 */
export const describeTrigger = ({ type, id, scheduledAt, files, data }: RunTrigger): Json => ({
  ...(isJsonObject(data) ? data : {}),
  type,
  id: id ?? null,
  at: scheduledAt ?? null,
  files: files ?? [],
  data: data ?? null,
});
