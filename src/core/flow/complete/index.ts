import {
  type Completions,
  completeExpression,
  completeTemplate,
  type Preview,
  previewExpression,
  previewTemplate,
} from '../../expression/complete/index.ts';
import { hasTemplate, type ParseOptions, type Scope } from '../../expression/index.ts';
import { completeNeeds } from '../../graph/complete-needs.ts';
import type { Flow } from '../flow.ts';
import type { StepPlace } from '../steps.ts';
import type { Path } from '../yaml/path.ts';
import { indexOf } from './flow-index.ts';
import { type SiteOptions, siteOf, stepAt } from './site-of.ts';
import { itemNames, vocabularyAt } from './vocabulary-at.ts';

export { siteOf } from './site-of.ts';

interface Place extends SiteOptions {
  /** As far as it can be read: `draft` of a reading. */
  readonly flow: Flow;
  /** Of the text in the file. */
  readonly path: Path;
  /** What the last run held, for those who want to see values; see `scopeOf` of core/run. */
  readonly last?: Scope | undefined;
}

/** What may be written at an offset of the text that stands (or is about to stand) at a path of a flow file. */
export function completeAt(place: Place, text: string, offset: number): Completions | undefined {
  const site = siteOf(place.flow, place.path, place);
  switch (site?.kind) {
    case undefined:
      return undefined;
    case 'needs':
      return completeNeeds(text, offset, {
        ids: site.place === undefined ? [] : idsToNeed(place.flow, site.place),
        isExpression: typeof place.path.at(-1) !== 'number',
      });
    case 'expression':
      return text.includes('$')
        ? completeTemplate(text, offset, vocabularyAt(place.flow, site, place.last))
        : completeExpression(text, offset, vocabularyAt(place.flow, site, place.last));
    case 'template':
      return completeTemplate(text, offset, vocabularyAt(place.flow, site, place.last));
  }
}

/** What the text at a path would have given in the last run; undefined where it has no expression. */
export function previewAt(place: Place, text: string): Preview | undefined {
  const site = siteOf(place.flow, place.path, place);
  if (site === undefined || site.kind === 'needs' || text.trim() === '') return undefined;
  const options: ParseOptions = {
    knownSteps: [...indexOf(place.flow).inScope(site.place)].map(({ step }) => step.id),
    knownParams: Object.keys(place.flow.params ?? {}),
    names: site.place === undefined ? [] : itemNames(site.place),
  };
  if (hasTemplate(text)) return previewTemplate(text, place.last, options);
  return site.kind === 'expression' ? previewExpression(text, place.last, options) : undefined;
}

/** Ids of the steps that the one at a path can need: not those that wait for it, nor those that stand in for others. */
export function stepsToNeed(flow: Flow, path: Path): readonly string[] {
  const place = stepAt(flow, path);
  return place === undefined ? [] : idsToNeed(flow, place);
}

function idsToNeed(flow: Flow, place: StepPlace): readonly string[] {
  const index = indexOf(flow);
  const { places, graph } = index.scopes.scopeOf(place);
  const behind = graph.downstreamOf(place.step.id);
  return places
    .filter((other) => other !== place && !behind.has(other.step.id) && !index.auxiliary.has(other))
    .map(({ step }) => step.id);
}
