import type { AttemptState, BodyState, Graph, RunState, StepState } from './state.ts';

/**
 * A copy that goes its own way: folding events into one leaves the other as it is. What `fold` never changes in place (plan,
 * outputs, states of frames, attempts that have ended) is shared. The way of a replay back to an instant without folding the whole
 * run again, so it has to be quick for runs of many thousand steps.
 */
export function copyRun(run: RunState): RunState {
  const copier = createCopier();
  const graph = copier.graph(run.graph);
  const handlers = run.handlers && copier.graph(run.handlers);
  const steps = new Map<string, StepState>();
  for (const [id, step] of run.steps) steps.set(id, copier.step(step));
  const { due, queued, timers, running } = run.agenda;
  const agenda = {
    due: new Set(Array.from(due, copier.step)),
    queued: queued.map(copier.step),
    timers: timers.map((timer) => ({ ...timer, step: copier.step(timer.step) })),
    running,
  };
  copier.finish();
  return { ...run, graph, handlers, steps, agenda };
}

/**
 * Steps and graphs name each other in circles, and chains of them are as long as a flow: each is copied shallow when it is first
 * met, and what it holds by `finish`, without recursion.
 */
function createCopier() {
  /** By order of arrival, which no two steps of a run share. */
  const steps: (StepState | undefined)[] = [];
  const graphs = new Map<Graph, Graph>();
  const attempts = new Map<AttemptState, AttemptState>();
  const lists = new Map<AttemptState[], AttemptState[]>();
  const openSteps: StepState[] = [];
  const openGraphs: Graph[] = [];

  const step = (original: StepState): StepState => {
    const known = steps[original.arrival];
    if (known !== undefined) return known;
    const copy = { ...original };
    steps[original.arrival] = copy;
    openSteps.push(copy);
    return copy;
  };

  const graph = (original: Graph): Graph => {
    const known = graphs.get(original);
    if (known !== undefined) return known;
    const copy = { ...original };
    graphs.set(original, copy);
    openGraphs.push(copy);
    return copy;
  };

  const attempt = (original: AttemptState): AttemptState => {
    if (original.status !== 'running') return original;
    const copy = attempts.get(original) ?? { ...original };
    attempts.set(original, copy);
    return copy;
  };

  /** A step that takes the place of one of an earlier round goes on with its list. */
  const attemptList = (original: AttemptState[]): AttemptState[] => {
    if (original.length === 0) return [];
    const copy = lists.get(original) ?? original.map(attempt);
    lists.set(original, copy);
    return copy;
  };

  const body = (original: BodyState | undefined): BodyState | undefined =>
    original && {
      ...original,
      current: original.current && attempt(original.current),
      graph: original.graph && graph(original.graph),
    };

  const finishStep = (copy: StepState): void => {
    const writable: { -readonly [Key in keyof StepState]: StepState[Key] } = copy;
    writable.graph = graph(copy.graph);
    writable.expandedFrom = copy.expandedFrom && step(copy.expandedFrom);
    writable.attempts = attemptList(copy.attempts);
    writable.frames = copy.frames.slice();
    writable.bodies = copy.bodies.map(body);
    writable.instances = copy.instances?.map(step);
    writable.instanceQueue = copy.instanceQueue?.map(step);
    writable.dependents = copy.dependents.map(step);
    writable.answers = copy.answers && new Map(copy.answers);
  };

  const finishGraph = (copy: Graph): void => {
    const writable: { -readonly [Key in keyof Graph]: Graph[Key] } = copy;
    writable.steps = copy.steps.map(step);
    writable.owner = copy.owner && step(copy.owner);
    writable.failed = copy.failed.map(step);
    writable.stoppedBy = copy.stoppedBy && step(copy.stoppedBy);
  };

  return {
    step,
    graph,
    finish: () => {
      while (openSteps.length > 0 || openGraphs.length > 0) {
        const nextStep = openSteps.pop();
        if (nextStep !== undefined) finishStep(nextStep);
        const nextGraph = openGraphs.pop();
        if (nextGraph !== undefined) finishGraph(nextGraph);
      }
    },
  };
}
