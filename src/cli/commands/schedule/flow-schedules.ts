import { readFile } from 'node:fs/promises';
import { isError } from '../../../core/base/diagnostic.ts';
import type { Flow, Trigger } from '../../../core/flow/flow.ts';
import { readFlow } from '../../../core/flow/read.ts';
import { createExceptFiles } from '../../../main/app/firing/except-files.ts';
import { readOptionsFor } from '../../../main/app/read-options.ts';
import { workspaceOf } from '../../../main/app/workspaces/workspace-of.ts';
import { builtInExecutors } from '../../../main/executors/registry.ts';
import { isEventful, isTimed, type ScheduledFlow, scheduleIdOf } from '../../../main/scheduler/scheduled-flow.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../exit-code.ts';
import { flowFileAt } from '../../locate-flow.ts';
import { pathFrom, told } from '../../output/diagnostics.ts';

/** A trigger of a flow file with its place in the list. */
export interface IndexedSchedule extends ScheduledFlow {
  readonly index: number;
}

export interface FlowSchedules {
  readonly workspace: string;
  readonly file: string;
  /** As the person would write it. */
  readonly name: string;
  readonly flow: Flow;
  /** Triggers that fire by themselves. */
  readonly schedules: readonly IndexedSchedule[];
}

interface Known {
  /** Folders that were opened as workspaces. */
  readonly workspaces: readonly string[];
  /** The id of the flow in a file; undefined where nothing is known of it. */
  readonly flowId: (workspace: string, file: string) => string | undefined;
}

/** Reads a flow file and its triggers. Throws UsageError, having said what is wrong, when it is no valid flow. */
export async function readFlowSchedules(argument: string, known: Known, context: Context): Promise<FlowSchedules> {
  const { cwd, output } = context;
  const path = await flowFileAt(argument, cwd);
  const name = pathFrom(cwd, path);
  const { flow, diagnostics } = readFlow(await readFile(path, 'utf8'), {
    ...readOptionsFor(builtInExecutors()),
    file: name,
  });
  for (const one of diagnostics.filter(isError)) output.complain(told(one, name, output.errorStyle));
  if (flow === null) throw new UsageError(`${name} is not a valid flow`);
  const { workspace, file } = workspaceOf(path, known.workspaces);
  const id = known.flowId(workspace, file) ?? '';
  const readExcept = createExceptFiles((message) => output.complain(`chronum: ${message}`));
  const ref = { id, name: flow.name, workspace, file };
  const schedules: IndexedSchedule[] = [];
  for (const [index, trigger] of (flow.triggers ?? []).entries()) {
    if (!isTimed(trigger) && !isEventful(trigger)) continue;
    schedules.push({
      id: scheduleIdOf(id, trigger.id),
      flow: ref,
      trigger,
      index,
      labels: flow.labels ?? [],
      armedAt: Number.NEGATIVE_INFINITY,
      concurrency: flow.concurrency ?? null,
      except: await readExcept(ref, trigger),
    });
  }
  return { workspace, file, name, flow, schedules };
}

/** Those that an option names, by id or by place in the list; all without it. */
export function chosen({ schedules, name }: FlowSchedules, trigger: string | undefined): readonly IndexedSchedule[] {
  if (schedules.length === 0) throw new UsageError(`${name} has no trigger that fires by itself`);
  if (trigger === undefined) return schedules;
  const found = schedules.filter((one) => one.trigger.id === trigger || String(one.index) === trigger);
  if (found.length > 0) return found;
  const there = schedules.map((one) => `${one.index} (${one.trigger.id})`).join(', ');
  throw new UsageError(`${name} has no trigger ${trigger}: it has ${there}`);
}

export const isSwitchedOn = ({ enabled }: Trigger): boolean => enabled !== false;
