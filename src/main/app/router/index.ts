import { type AppParts, appRouter } from './app.ts';
import { os } from './base.ts';
import { type FlowParts, flowRouter } from './flows.ts';
import { type RunParts, runRouter } from './runs.ts';
import { type ScheduleParts, scheduleRouter } from './schedules.ts';

export type RouterParts = AppParts & FlowParts & RunParts & ScheduleParts;

/** The contract, implemented. Inputs and outputs are checked against its schemas on their way. */
export const createRouter = (parts: RouterParts) =>
  os.router({ ...appRouter(parts), ...flowRouter(parts), ...runRouter(parts), ...scheduleRouter(parts) });
