import type { PauseTarget } from '../../../main/ports/schedule-store.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode, UsageError } from '../../exit-code.ts';
import { knownWorkspaces, openStudio } from '../../open-studio.ts';
import { chosen, readFlowSchedules } from './flow-schedules.ts';

export interface PauseOptions {
  readonly all: boolean;
  readonly label?: string;
  readonly trigger?: string;
  readonly json: boolean;
}

/** Holds schedules back, or lets them go on: those of a flow file, of a label, or all. Durable, whichever process fires them. */
export async function pauseOrResume(
  what: 'pause' | 'resume',
  file: string | undefined,
  options: PauseOptions,
  context: Context,
): Promise<ExitCode> {
  const { output } = context;
  const named = [file, options.label, options.all || undefined].filter((one) => one !== undefined);
  if (named.length !== 1) throw new UsageError(`name a flow file, or --label NAME, or --all: one of them`);
  const studio = await openStudio(context);
  try {
    const { schedules } = studio.store;
    const targets = await targetsOf();
    const changed = targets.filter((target) => {
      if (what === 'resume') return schedules.resume(target);
      schedules.pause({ ...target, at: Date.now(), by: 'terminal' });
      return true;
    });
    const pauses = schedules.pauses();
    if (options.json) {
      await output.line(JSON.stringify({ changed, pauses }, null, 2));
      return EXIT.succeeded;
    }
    if (what === 'pause') await output.line('Paused. What comes due waits until `chronum schedule resume`.');
    else if (changed.length === 0) await output.line('It was not paused.');
    else await output.line('Resumed. What came due meanwhile is made up for as each trigger says.');
    const others = what === 'resume' ? pauses.map(nameOf) : [];
    if (others.length > 0) output.complain(`chronum: still paused: ${[...new Set(others)].join(', ')}`);
    return EXIT.succeeded;
  } finally {
    await studio.close();
  }

  async function targetsOf(): Promise<readonly PauseTarget[]> {
    if (options.all) return [{ scope: 'all' }];
    if (options.label !== undefined) return [{ scope: 'label', label: options.label }];
    const known = { workspaces: knownWorkspaces(studio), flowId: studio.store.flows.identify };
    const flow = await readFlowSchedules(file ?? '.', known, context);
    return chosen(flow, options.trigger).map(({ id }) => ({ scope: 'schedule', scheduleId: id }));
  }
}

function nameOf(pause: PauseTarget): string {
  if (pause.scope === 'all') return 'everything (--all)';
  return pause.scope === 'label' ? `--label ${pause.label}` : 'single schedules (name their flow file)';
}
