import { isJsonObject } from '../base/json.ts';
import type { Alternative, Body, Flow, Step } from './flow.ts';
import type { Path } from './yaml/path.ts';

/** One list of steps whose ids are each other's siblings: of the flow, a group, or a handler. */
export interface Scope {
  readonly kind: 'flow' | 'handler' | 'group';
  readonly steps: readonly Step[];
  readonly path: Path;
  /** The step whose body this is. */
  readonly owner?: StepPlace;
}

export interface StepPlace {
  readonly step: Step;
  readonly path: Path;
  /** With the ids of the groups around it: `test/lint`. */
  readonly fullId: string;
  readonly scope: Scope;
}

export const HANDLER_KEYS = ['onSuccess', 'onFailure', 'onCancel', 'always'] as const;

/** Every list of steps of a flow, outer before inner. */
export function allScopes(flow: Flow): Scope[] {
  const scopes: Scope[] = [{ kind: 'flow', steps: flow.steps, path: ['steps'] }];
  for (const key of HANDLER_KEYS) {
    const steps = flow.handlers?.[key];
    if (steps !== undefined) scopes.push({ kind: 'handler', steps, path: ['handlers', key] });
  }
  // Grows while it is walked: groups nest.
  for (const scope of scopes) for (const place of placesOf(scope)) scopes.push(...innerScopes(place));
  return scopes;
}

export const placesOf = (scope: Scope): StepPlace[] =>
  scope.steps.map((step, i) => ({
    step,
    path: [...scope.path, i],
    fullId: scope.owner === undefined ? step.id : `${scope.owner.fullId}/${step.id}`,
    scope,
  }));

export const allSteps = (flow: Flow): StepPlace[] => allScopes(flow).flatMap(placesOf);

function innerScopes(owner: StepPlace): Scope[] {
  return bodiesOf(owner.step).flatMap(({ body, path }): Scope[] =>
    body.steps === undefined
      ? []
      : [{ kind: 'group', steps: body.steps, path: [...owner.path, ...path, 'steps'], owner }],
  );
}

/** The bodies that a step has in its own text: its own, and those in place of it. `path` is within the step. */
export function bodiesOf(step: Step): { body: Body | Extract<Alternative, { kind: 'body' }>; path: Path }[] {
  const bodies: { body: Body; path: Path }[] = [{ body: step, path: [] }];
  for (const { alternative, path } of alternativesIn(step)) {
    if (alternative.kind === 'body') bodies.push({ body: alternative, path });
  }
  return bodies;
}

/** What a step names or has in place of its body, with the path in the step under which it stands when written as a list. */
export function alternativesIn(step: Step): { alternative: Alternative; path: Path }[] {
  const found: { alternative: Alternative; path: Path }[] = [];
  if (step.else !== undefined) found.push({ alternative: step.else, path: ['else'] });
  step.fallback?.forEach((alternative, i) => {
    found.push({ alternative, path: ['fallback', i] });
  });
  step.frames?.forEach((entry, frame) => {
    if (entry.frame === 'if' && isJsonObject(entry.config) && entry.config.else !== undefined) {
      const alternative = entry.config.else as unknown as Alternative;
      found.push({ alternative, path: ['frames', frame, 'if', 'else'] });
    }
    if (entry.frame !== 'fallback' || !Array.isArray(entry.config)) return;
    (entry.config as unknown as Alternative[]).forEach((alternative, i) => {
      found.push({ alternative, path: ['frames', frame, 'fallback', i] });
    });
  });
  return found;
}

/** True for steps that run once the graph is through. */
export const isInHandlers = (place: StepPlace): boolean => {
  let at = place;
  while (at.scope.owner !== undefined) at = at.scope.owner;
  return at.scope.kind === 'handler';
};
