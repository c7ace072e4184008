import type { Flow, Handlers, Step } from '../flow/flow.ts';
import { asAlternatives, elseOf } from './compile-frames.ts';
import { compileStep, type Inherited } from './compile-step.ts';
import type { Plan, PlanHandlers, PlanStep } from './plan.ts';

export interface CompileOptions {
  /** Line of each step by id, from the codec. */
  readonly lines?: Readonly<Record<string, number>>;
  /** Whether an executor's attempts take a place of maxParallel; unknown ones do. */
  readonly holdsSlot?: (executor: string) => boolean;
}

/**
 * Turns a flow without errors into its plan: the same flow always gives the same plan. References are taken as checked by
 * `readFlow`; a need of a step that does not exist is never fulfilled.
 */
export function compileFlow(flow: Flow, options: CompileOptions = {}): Plan {
  let order = 0;
  const auxiliary = auxiliarySteps(flow);
  const inherited: Inherited = {
    flow,
    auxiliary,
    auxiliaryById: new Map(allSteps(flow).map((step) => [step.id, step])),
    nextOrder: () => order++,
    lines: options.lines ?? {},
    holdsSlot: options.holdsSlot ?? ((executor) => executor !== 'approval' && executor !== 'flow'),
    env: {},
    secrets: [],
    ...(flow.workingDir === undefined ? {} : { workingDir: flow.workingDir }),
    ...(flow.shell === undefined ? {} : { shell: flow.shell }),
  };
  const steps = flow.steps.map((step) => compileStep(step, inherited));
  return {
    version: 1,
    name: flow.name,
    maxParallel: flow.maxParallel ?? 1,
    stopOnFail: flow.stopOnFail ?? false,
    ...(flow.timeout === undefined ? {} : { timeout: flow.timeout }),
    ...(flow.concurrency === undefined ? {} : { concurrency: flow.concurrency }),
    ...(flow.onInterrupted === undefined ? {} : { onInterrupted: flow.onInterrupted }),
    env: flow.env ?? {},
    envFile: flow.envFile ?? [],
    outputs: flow.outputs ?? {},
    secrets: flow.secrets ?? [],
    ...(flow.hooks === undefined || flow.hooks.length === 0 ? {} : { hooks: flow.hooks }),
    steps,
    handlers: compileHandlers(flow.handlers ?? {}, inherited),
  };
}

const compileHandlers = (handlers: Handlers, inherited: Inherited): PlanHandlers => {
  const compile = (steps: readonly Step[] = []): PlanStep[] => steps.map((step) => compileStep(step, inherited));
  return {
    onSuccess: compile(handlers.onSuccess),
    onFailure: compile(handlers.onFailure),
    onCancel: compile(handlers.onCancel),
    always: compile(handlers.always),
  };
};

/** Every step of the flow, those in groups and handlers included. */
function allSteps(flow: Flow): Step[] {
  const found: Step[] = [];
  const visit = (steps: readonly Step[] = []) => {
    for (const step of steps) {
      found.push(step);
      visit(step.steps);
    }
  };
  visit(flow.steps);
  for (const list of Object.values(flow.handlers ?? {})) visit(list as readonly Step[]);
  return found;
}

/** Ids of steps that another one names in `fallback` or `else`: they never start by themselves. */
function auxiliarySteps(flow: Flow): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const step of allSteps(flow)) {
    for (const alternative of [...(step.fallback ?? []), ...(step.else === undefined ? [] : [step.else])]) {
      if (alternative.kind === 'step') ids.add(alternative.id);
    }
    for (const { frame, config } of step.frames ?? []) {
      const named = frame === 'fallback' ? asAlternatives(config) : frame === 'if' ? elseOf(config) : [];
      for (const alternative of named) if (alternative.kind === 'step') ids.add(alternative.id);
    }
  }
  return ids;
}
