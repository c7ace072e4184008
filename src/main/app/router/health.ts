import type { HealthOf } from '../health/index.ts';
import type { Host } from '../host.ts';
import { os } from './base.ts';

export interface HealthRouterParts {
  readonly host: Host;
  readonly health: HealthOf;
}

export const healthRouter = ({ host, health }: HealthRouterParts) => ({
  health: {
    get: os.health.get.handler(() => health.overview(host.version)),
    check: os.health.check.handler(async function* () {
      yield* health.check();
    }),
    diagnostics: os.health.diagnostics.handler(async () => ({ text: await health.diagnostics(host.version) })),
  },
});
