import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Trigger } from '../../../core/flow/flow.ts';
import type { FlowRef } from '../../../core/run/event.ts';
import { type ExceptRange, parseIcs } from '../../../core/schedule/index.ts';
import { isCalendarFile } from '../../scheduler/timing.ts';

/** Reads the `.ics` files of `except`, relative to the flow file; each again only when it has changed. */
export function createExceptFiles(report: (message: string) => void) {
  const known = new Map<string, { readonly stamp: string; readonly ranges: readonly ExceptRange[] }>();

  const read = async (path: string, flow: FlowRef): Promise<readonly ExceptRange[]> => {
    try {
      const { mtimeMs, size } = await stat(path);
      const stamp = `${mtimeMs} ${size}`;
      const before = known.get(path);
      if (before?.stamp === stamp) return before.ranges;
      const parsed = parseIcs(await readFile(path, 'utf8'));
      if (!parsed.ok)
        report(`${path}, which ${flow.file} names in \`except\`, cannot be read: ${parsed.error.message}`);
      const ranges = parsed.ok ? parsed.value : [];
      known.set(path, { stamp, ranges });
      return ranges;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      report(`${path}, which ${flow.file} names in \`except\`, cannot be read: ${why}`);
      return [];
    }
  };

  return async (flow: FlowRef, trigger: Trigger): Promise<readonly ExceptRange[]> => {
    const files = (trigger.except ?? []).filter(isCalendarFile);
    const folder = dirname(join(flow.workspace, flow.file));
    return (await Promise.all(files.map((file) => read(resolve(folder, file), flow)))).flat();
  };
}
