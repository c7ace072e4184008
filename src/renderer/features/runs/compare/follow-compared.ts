import { compareRuns } from '../../../../core/run/compare.ts';
import { fold } from '../../../../core/run/fold.ts';
import type { RunState } from '../../../../core/run/state.ts';
import { client } from '../../../shared/client/client.ts';
import { follow } from '../../../shared/client/follow.ts';
import { failureText } from '../../../shared/stores/failure.ts';
import { type Side, useCompare } from './compare-store.ts';

const OTHERS = 50;
/** Milliseconds that events of a live run wait for more of them. */
const PACE_MS = 250;

const { getState, setState } = useCompare;

/** Follows both runs until it is told to end, and shows what differs between them: it goes on with it while one of them lives. */
export function followCompared(): () => void {
  const { before, after } = getState().ids;
  if (before === null || after === null) return () => {};
  const states = new Map<Side, RunState>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    timer = undefined;
    const [one, other] = [states.get('before'), states.get('after')];
    if (one === undefined || other === undefined) return;
    setState({ comparison: compareRuns(one, other), plans: { before: one.plan, after: other.plan } });
  };
  const stops = [
    followSide(before, (state) => states.set('before', state), schedule),
    followSide(after, (state) => states.set('after', state), schedule),
  ];
  function schedule() {
    timer ??= setTimeout(show, states.size < 2 || getState().comparison === null ? 0 : PACE_MS);
  }
  void nameRuns(before, after);
  return () => {
    clearTimeout(timer);
    for (const each of stops) each();
  };
}

function followSide(runId: string, keep: (state: RunState) => void, changed: () => void): () => void {
  let state: RunState | undefined;
  return follow({
    open: (signal) => client.runs.events({ runId, afterSeq: state?.seq ?? 0 }, { signal }),
    onItem: ({ events }) => {
      for (const event of events) if (event.seq > (state?.seq ?? 0)) state = fold(state, event);
      if (state === undefined) return;
      keep(state);
      changed();
    },
    onEnd: changed,
    onRefused: (error) => setState({ problem: failureText(error, 'The runs cannot be compared') }),
  });
}

async function nameRuns(before: string, after: string): Promise<void> {
  try {
    const [one, other] = await Promise.all([client.runs.get({ runId: before }), client.runs.get({ runId: after })]);
    const { runs } = await client.runs.list({ filter: { flowId: other.flowId }, limit: OTHERS });
    const { ids } = getState();
    if (ids.before === before && ids.after === after) setState({ rows: { before: one, after: other }, others: runs });
  } catch (error) {
    setState({ problem: failureText(error, 'The runs cannot be compared') });
  }
}
