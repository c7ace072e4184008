import { type AppParts, appRouter } from './app.ts';
import { os } from './base.ts';
import { type FlowParts, flowRouter } from './flows.ts';
import { type HealthRouterParts, healthRouter } from './health.ts';
import { type HistoryParts, historyRouter } from './history.ts';
import { type LogParts, logRouter } from './logs.ts';
import { type RunParts, runRouter } from './runs.ts';
import { type ScheduleParts, scheduleRouter } from './schedules.ts';
import { type SecretParts, secretRouter } from './secrets.ts';

export type RouterParts = AppParts &
  FlowParts &
  HealthRouterParts &
  HistoryParts &
  LogParts &
  RunParts &
  ScheduleParts &
  SecretParts;

/** The contract, implemented. Inputs and outputs are checked against its schemas on their way. */
export const createRouter = (parts: RouterParts) => {
  const [flows, history, runs] = [flowRouter(parts), historyRouter(parts), runRouter(parts)];
  return os.router({
    ...appRouter(parts),
    ...flows,
    ...history,
    ...logRouter(parts),
    ...scheduleRouter(parts),
    ...secretRouter(parts),
    ...healthRouter(parts),
    flows: { ...flows.flows, ...history.flows },
    ...runs,
    runs: { ...runs.runs, ...history.runs },
  });
};
