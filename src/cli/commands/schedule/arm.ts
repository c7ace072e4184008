import { join } from 'node:path';
import { triggerSource } from '../../../main/app/schedules/trigger-source.ts';
import { triggerWords } from '../../../main/app/schedules/words.ts';
import { workspaceOf } from '../../../main/app/workspaces/workspace-of.ts';
import type { PendingTrigger } from '../../../main/scheduler/arming.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode, UsageError } from '../../exit-code.ts';
import { flowFileAt } from '../../locate-flow.ts';
import { knownWorkspaces, openStudio } from '../../open-studio.ts';

export interface ArmOptions {
  readonly yes: boolean;
  readonly trust: boolean;
  readonly json: boolean;
}

/** Shows triggers that are new or changed and fire only once somebody has seen them; with `--yes` lets them fire. */
export async function arm(file: string | undefined, options: ArmOptions, context: Context): Promise<ExitCode> {
  const { output, cwd } = context;
  const studio = await openStudio(context);
  try {
    const place = file === undefined ? undefined : workspaceOf(await flowFileAt(file, cwd), knownWorkspaces(studio));
    if (place !== undefined) await checkTrust(place.workspace);
    const all = await studio.firing.source.pending(place?.workspace);
    const pending = all.filter(({ flow }) => place === undefined || flow.file === place.file);
    const armed = options.yes ? await studio.firing.source.arm(pending.map(({ scheduleId }) => scheduleId)) : 0;
    if (options.json) await output.line(JSON.stringify({ armed, triggers: pending.map(asJson) }, null, 2));
    else await tell(pending);
    return EXIT.succeeded;
  } finally {
    await studio.close();
  }

  async function checkTrust(workspace: string): Promise<void> {
    if (options.trust) {
      await studio.workspaces.open(workspace);
      // What is in it is seen here, and not let through by being trusted.
      studio.store.workspaces.setTrusted(workspace, true);
    }
    if (studio.store.workspaces.get(workspace)?.trusted !== true) {
      throw new UsageError(
        `${workspace} is restricted: nothing in it fires until it is trusted (--trust, or in the app)`,
      );
    }
  }

  async function tell(pending: readonly PendingTrigger[]): Promise<void> {
    if (pending.length === 0) return output.line('There is nothing that nobody has seen.');
    const { style } = output;
    for (const { flow, trigger, before } of pending) {
      await output.line(
        `${style.bold(flow.name)} ${style.dim(join(flow.workspace, flow.file))}: ${triggerWords(trigger)}`,
      );
      for (const line of before === null ? [] : triggerSource(before).trimEnd().split('\n')) {
        await output.line(style.red(`  - ${line}`));
      }
      for (const line of triggerSource(trigger).trimEnd().split('\n')) await output.line(style.green(`  + ${line}`));
    }
    const count = pending.length === 1 ? 'This trigger' : `These ${pending.length} triggers`;
    await output.line(options.yes ? `${count} can fire now.` : `${count} cannot fire yet: --yes lets them.`);
  }
}

const asJson = ({ scheduleId, flow, trigger, before }: PendingTrigger) => ({
  schedule: scheduleId,
  flow: flow.name,
  file: join(flow.workspace, flow.file),
  trigger,
  before,
});
