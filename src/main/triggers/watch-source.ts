import type { Json } from '../../core/base/json.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventSchedule, EventSource, Occurred } from './event-source.ts';
import type { FileChange } from './gathering.ts';
import { type FileWatch, watchFiles } from './watch-files.ts';

/** `watch` triggers: files that come, change or go. */
export function createWatchSource(parts: {
  readonly clock: Clock;
  readonly occurred: Occurred;
  readonly report: (message: string) => void;
}): EventSource {
  const { clock, occurred, report } = parts;
  const watches = new Map<string, { readonly content: string; readonly watch: FileWatch }>();

  const begin = ({ id, flow, trigger }: EventSchedule): FileWatch | undefined => {
    if (trigger.type !== 'watch') return undefined;
    const { watch: patterns, batch = true } = trigger;
    const tell = (files: ReadonlyMap<string, FileChange>) => {
      const at = clock.now();
      const batches = batch ? [files] : [...files].map((one) => new Map([one]));
      for (const some of batches) {
        const changes: Json = Object.fromEntries(some);
        void occurred(id, { at, files: [...some.keys()], data: { changes } });
      }
    };
    return watchFiles({ ...trigger, patterns, workspace: flow.workspace }, clock, tell, report);
  };

  return {
    set: (schedules) => {
      const wanted = new Map(schedules.filter(({ trigger }) => trigger.type === 'watch').map((one) => [one.id, one]));
      for (const [id, { content, watch }] of watches) {
        const schedule = wanted.get(id);
        if (schedule !== undefined && contentOf(schedule) === content) continue;
        watches.delete(id);
        void watch.close();
      }
      for (const [id, schedule] of wanted) {
        if (watches.has(id)) continue;
        const watch = begin(schedule);
        if (watch === undefined) continue;
        watches.set(id, { content: contentOf(schedule), watch });
        watch.ready.catch((error: unknown) => report(error instanceof Error ? error.message : String(error)));
      }
    },
    close: async () => {
      const closing = [...watches.values()].map(({ watch }) => watch.close());
      watches.clear();
      await Promise.all(closing);
    },
  };
}

const contentOf = ({ flow, trigger }: EventSchedule): string => JSON.stringify([flow.workspace, trigger]);
