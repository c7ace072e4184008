import type { Template } from '../../../contract/templates.ts';
import type { ChronumEvent, EventBody, Stored } from '../../../core/run/event.ts';
import type { DraftStore } from '../../ports/draft-store.ts';
import type { EventReader } from '../../ports/event-log.ts';
import type { CodeTrust } from '../code-trust.ts';
import type { DryRunFlow } from '../dry-run-flow.ts';
import type { Host } from '../host.ts';
import type { StepTypes } from '../step-types.ts';
import { pulses } from '../streams.ts';
import type { CreateFlow } from '../templates/create-flow.ts';
import type { EditFlowFile } from '../workspaces/edit-flow-file.ts';
import { isFlowFile } from '../workspaces/flow-files.ts';
import type { SaveFlowFile } from '../workspaces/save-flow-file.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { WriteRefusal } from '../workspaces/write-refusal.ts';
import { os } from './base.ts';

const PACE_MS = 100;

export interface FlowParts {
  readonly host: Host;
  readonly workspaces: Workspaces;
  readonly code: CodeTrust;
  /** Brings in what was just let through. */
  readonly loadCode: (workspace: string) => Promise<void>;
  readonly editFlowFile: EditFlowFile;
  readonly dryRunFlow: DryRunFlow;
  readonly drafts: DraftStore;
  readonly saveFlowFile: SaveFlowFile;
  readonly templates: () => Promise<readonly Template[]>;
  readonly createFlow: CreateFlow;
  readonly stepTypes: StepTypes;
  readonly log: EventReader;
  /** The time, RFC 3339 UTC. */
  readonly now: () => string;
}

export const flowRouter = ({
  host,
  workspaces,
  code,
  loadCode,
  editFlowFile,
  saveFlowFile,
  templates,
  createFlow,
  stepTypes,
  dryRunFlow,
  drafts,
  log,
  now,
}: FlowParts) => ({
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
    trust: os.workspaces.trust.handler(async ({ input: { workspace, trusted }, errors }) => {
      const row = workspaces.trust(workspace, trusted);
      if (!row) throw errors.NOT_FOUND();
      // Its code comes, or goes, before anybody reads its flows again.
      await loadCode(workspace);
      return row;
    }),
    code: os.workspaces.code.handler(async ({ input: { workspace }, errors }) => {
      if (!workspaces.get(workspace)) throw errors.NOT_FOUND();
      return { files: await code.list(workspace) };
    }),
    armCode: os.workspaces.armCode.handler(async ({ input: { workspace, seen }, errors }) => {
      if (!workspaces.get(workspace)) throw errors.NOT_FOUND();
      const other = await code.armSeen(workspace, new Map(seen.map(({ file, hash }) => [file, hash])));
      if (other.length === 0) return loadCode(workspace);
      const message = `${other.join(', ')} ${other.length === 1 ? 'is' : 'are'} not as you have seen: look again.`;
      throw errors.CONFLICT({ message, data: { revision: other.join(', ') } });
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
      throw refused(edited.error, errors);
    }),
    save: os.flows.save.handler(async ({ input, errors }) => {
      if (!workspaces.get(input.workspace) || !isFlowFile(input.file)) throw errors.NOT_FOUND();
      const saved = await saveFlowFile(input);
      if (saved.ok) return saved.value;
      throw refused(saved.error, errors);
    }),
    create: os.flows.create.handler(async ({ input, errors }) => {
      if (!workspaces.get(input.workspace)) throw errors.NOT_FOUND();
      if (!isFlowFile(input.file)) {
        const problem = `${input.file} is no name of a flow file: those end in .chronum.yaml`;
        throw errors.INVALID({ message: problem, data: { problems: [problem] } });
      }
      const created = await createFlow(input);
      if (created.ok) return created.value;
      throw refused(created.error, errors);
    }),
    dryRun: os.flows.dryRun.handler(async ({ input, errors }) => {
      if (!workspaces.get(input.workspace) || !isFlowFile(input.file)) throw errors.NOT_FOUND();
      const outcome = await dryRunFlow(input);
      if (outcome.ok) return { steps: outcome.value.steps, params: { ...outcome.value.params } };
      const { code, problems } = outcome.error;
      const message = problems.join('\n');
      if (code === 'INVALID') throw errors.INVALID({ message, data: { problems: [...problems] } });
      throw errors[code]({ message });
    }),
  },
  templates: { list: os.templates.list.handler(templates) },
  drafts: {
    list: os.drafts.list.handler(async () => {
      // A folder that was forgotten is not shown, and what was typed there stays until it is back.
      const known = (await drafts.list()).filter((draft) => workspaces.get(draft.workspace));
      const texts = await Promise.all(known.map(({ workspace, file }) => workspaces.document(workspace, file)));
      // Saved, and the app ended before it could say so.
      const done = known.filter((draft, index) => texts[index]?.text === draft.text);
      await Promise.all(done.map(({ workspace, file }) => drafts.discard(workspace, file)));
      return known.filter((draft) => !done.includes(draft));
    }),
    keep: os.drafts.keep.handler(async ({ input, errors }) => {
      if (!workspaces.get(input.workspace) || !isFlowFile(input.file)) throw errors.NOT_FOUND();
      await drafts.keep({ ...input, at: now() });
    }),
    discard: os.drafts.discard.handler(({ input: { workspace, file } }) => drafts.discard(workspace, file)),
  },
  executors: {
    list: os.executors.list.handler(async ({ input: { workspace }, errors }) => {
      if (!workspaces.get(workspace)) throw errors.NOT_FOUND();
      return stepTypes(workspace);
    }),
  },
});

/** The errors of the contract that a refusal to write turns into. */
interface WriteErrors {
  NOT_FOUND(options: { message: string }): Error;
  CONFLICT(options: { message: string; data: { revision: string } }): Error;
  INVALID(options: { message: string; data: { problems: string[] } }): Error;
}

function refused(refusal: WriteRefusal, errors: WriteErrors): Error {
  const message = refusal.problems.join('\n');
  switch (refusal.code) {
    case 'CONFLICT':
      return errors.CONFLICT({ message, data: { revision: refusal.revision } });
    case 'INVALID':
      return errors.INVALID({ message, data: { problems: [...refusal.problems] } });
    case 'NOT_FOUND':
      return errors.NOT_FOUND({ message });
  }
}

/** Called when the status of some run may be another now. */
const watchRuns = (log: EventReader, wake: () => void): (() => void) =>
  log.subscribe({ after: log.head(), live: true }, (events) => {
    if (events.some(changesSummary)) wake();
  });

type SummaryEvent = Stored<Extract<EventBody, { type: `run.${string}` }>>;

/** Whether the run's row in the list may be another after the event. */
export const changesSummary = (event: ChronumEvent): event is SummaryEvent => event.type.startsWith('run.');
