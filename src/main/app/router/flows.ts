import type { ChronumEvent, EventBody, Stored } from '../../../core/run/event.ts';
import type { EventReader } from '../../ports/event-log.ts';
import type { Host } from '../host.ts';
import { pulses } from '../streams.ts';
import type { EditFlowFile } from '../workspaces/edit-flow-file.ts';
import { isFlowFile } from '../workspaces/flow-files.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import { os } from './base.ts';

const PACE_MS = 100;

export interface FlowParts {
  readonly host: Host;
  readonly workspaces: Workspaces;
  readonly editFlowFile: EditFlowFile;
  readonly log: EventReader;
}

export const flowRouter = ({ host, workspaces, editFlowFile, log }: FlowParts) => ({
  workspaces: {
    list: os.workspaces.list.handler(() => workspaces.list()),
    choose: os.workspaces.choose.handler(async () => {
      const folder = await host.chooseFolder();
      return folder === null ? null : workspaces.open(folder);
    }),
    // Only folders that a person chose before: the page cannot name others.
    open: os.workspaces.open.handler(async ({ input: { workspace }, errors }) => {
      const opened = workspaces.get(workspace) && (await workspaces.open(workspace));
      if (!opened) throw errors.NOT_FOUND({ message: `The folder ${workspace} is not there (any more).` });
      return opened;
    }),
    trust: os.workspaces.trust.handler(({ input: { workspace, trusted }, errors }) => {
      const row = workspaces.trust(workspace, trusted);
      if (!row) throw errors.NOT_FOUND();
      return row;
    }),
  },
  flows: {
    watch: os.flows.watch.handler(async function* ({ input: { workspace }, signal, errors }) {
      if (!workspaces.get(workspace)) throw errors.NOT_FOUND();
      const open = (wake: () => void) => {
        const stops = [workspaces.watch(workspace, wake), watchRuns(log, wake)];
        return () => stops.forEach((stop) => void stop());
      };
      let before = '';
      for await (const _ of pulses(open, { signal, interval: PACE_MS })) {
        const flows = await workspaces.flows(workspace);
        const told = JSON.stringify(flows);
        if (told !== before) yield { flows };
        before = told;
      }
    }),
    open: os.flows.open.handler(async function* ({ input: { workspace, file }, signal, errors }) {
      if (!workspaces.get(workspace) || !isFlowFile(file)) throw errors.NOT_FOUND();
      let before: string | null | undefined;
      const open = (wake: () => void) => workspaces.watch(workspace, wake);
      for await (const _ of pulses(open, { signal, interval: PACE_MS })) {
        const document = await workspaces.document(workspace, file);
        const revision = document?.revision ?? null;
        if (revision !== before) yield { document };
        before = revision;
      }
    }),
    edit: os.flows.edit.handler(async ({ input, errors }) => {
      if (!workspaces.get(input.workspace) || !isFlowFile(input.file)) throw errors.NOT_FOUND();
      const edited = await editFlowFile(input);
      if (edited.ok) return edited.value;
      const { code, problems } = edited.error;
      const message = problems.join('\n');
      if (code === 'CONFLICT') throw errors.CONFLICT({ message, data: { revision: edited.error.revision } });
      if (code === 'INVALID') throw errors.INVALID({ message, data: { problems: [...problems] } });
      throw errors.NOT_FOUND({ message });
    }),
  },
});

/** Called when the status of some run may be another now. */
const watchRuns = (log: EventReader, wake: () => void): (() => void) =>
  log.subscribe({ after: log.head(), live: true }, (events) => {
    if (events.some(changesSummary)) wake();
  });

type SummaryEvent = Stored<Extract<EventBody, { type: `run.${string}` }>>;

/** Whether the run's row in the list may be another after the event. */
export const changesSummary = (event: ChronumEvent): event is SummaryEvent => event.type.startsWith('run.');
