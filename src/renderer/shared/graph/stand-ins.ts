import type { Flow } from '../../../core/flow/flow.ts';
import { allSteps, alternativesIn } from '../../../core/flow/steps.ts';
import type { StandIn } from './model.ts';

/** Steps that others name as fallback or else, among the steps of the same list. */
export function standInsOf(flow: Flow): StandIn[] {
  return allSteps(flow).flatMap((place) => {
    const prefix = place.fullId.slice(0, place.fullId.length - place.step.id.length);
    return alternativesIn(place.step).flatMap(({ alternative, path }): StandIn[] => {
      if (alternative.kind !== 'step') return [];
      const kind = path.includes('fallback') ? 'fallback' : 'else';
      return [{ kind, step: place.fullId, by: prefix + alternative.id }];
    });
  });
}
