import type { Root } from '../../expression/index.ts';
import { DEFAULT_EXECUTOR, takesSecret, traitsOf } from '../checks/executors.ts';
import { AFTER_RUN, IN_FLOW, IN_STEP, isCondition, PLAIN_RULES } from '../checks/sites.ts';
import type { Flow } from '../flow.ts';
import { HANDLER_KEYS, type StepPlace } from '../steps.ts';
import type { Path } from '../yaml/path.ts';
import { isUnder } from '../yaml/path.ts';
import { indexOf } from './flow-index.ts';

/** What may be written at a path of a flow file, whether something stands there or not. */
export interface SiteKind {
  readonly kind: 'expression' | 'template' | 'needs';
  readonly roots: readonly Root[];
  readonly secrets: boolean;
  /** The step whose text it is; absent for texts of the flow itself. */
  readonly place?: StepPlace;
}

type Found = Omit<SiteKind, 'place'>;

const FLOW_TEMPLATES: ReadonlySet<string> = new Set([
  'envFile',
  'workingDir',
  'shell',
  'maxParallel',
  'stopOnFail',
  'timeout',
  'concurrency',
]);
const STEP_TEMPLATES: ReadonlySet<string> = new Set([
  ...PLAIN_RULES,
  'run',
  'forEach',
  'matrix',
  'disabled',
  'concurrency',
  'artifacts',
  'cache',
  'sources',
  'generates',
]);
const WITH_SELF: readonly Root[] = [...IN_STEP, 'self'];
const IN_EVENT: readonly Root[] = [...AFTER_RUN, 'event'];

export interface SiteOptions {
  /** By executor: fields of `with` in which a secret may stand. */
  readonly secretFields?: Readonly<Record<string, readonly string[]>>;
}

/** Undefined where a text is only a text: names, ids, patterns. */
export function siteOf(flow: Flow, path: Path, options: SiteOptions = {}): SiteKind | undefined {
  const isInSteps = path[0] === 'steps' || (path[0] === 'handlers' && HANDLER_KEYS.some((key) => key === path[1]));
  if (!isInSteps) return ofFlow(path);
  const place = stepAt(flow, path);
  if (place === undefined) return undefined;
  const found = ofStep(flow, place.step.executor, path.slice(place.path.length), path, options);
  return found && { ...found, place };
}

/** The innermost step in whose text a path lies. */
export function stepAt(flow: Flow, path: Path): StepPlace | undefined {
  let best: StepPlace | undefined;
  for (const { places } of indexOf(flow).scopes.scopes) {
    for (const place of places) {
      if (isUnder(path, place.path) && place.path.length > (best?.path.length ?? 0)) best = place;
    }
  }
  return best;
}

const site = (path: Path, roots: readonly Root[], secrets = false): Found => ({
  kind: isCondition(path) ? 'expression' : 'template',
  roots,
  secrets,
});

function ofFlow(path: Path): Found | undefined {
  const [key, second, third] = path;
  if (FLOW_TEMPLATES.has(String(key))) return site(path, IN_FLOW);
  switch (key) {
    case 'env':
      return site(path, IN_FLOW, true);
    case 'defaultRetry':
    case 'retry':
      return site(path, WITH_SELF);
    case 'defaults':
      return ofRules(String(second), path);
    case 'outputs':
      return { kind: 'expression', roots: AFTER_RUN, secrets: false };
    case 'hooks':
    case 'alerts':
      return third === 'on' || third === 'timeout'
        ? undefined
        : site(path, IN_EVENT, third === 'notify' || third === 'webhook');
    case 'triggers':
      return third === 'params' ? site(path, ['trigger', 'flow', 'env']) : undefined;
    default:
      return undefined;
  }
}

function ofRules(key: string, path: Path): Found | undefined {
  if (key === 'env') return site(path, IN_STEP, true);
  if (key === 'retry' || key === 'repeat') return site(path, WITH_SELF);
  return (PLAIN_RULES as readonly string[]).includes(key) ? site(path, IN_STEP) : undefined;
}

function ofStep(
  flow: Flow,
  executor: string | undefined,
  inner: Path,
  path: Path,
  options: SiteOptions,
): Found | undefined {
  const [key, second] = inner;
  switch (key) {
    case 'needs':
      return { kind: 'needs', roots: [], secrets: false };
    case 'outputs':
      return inner.length === 2 ? { kind: 'expression', roots: WITH_SELF, secrets: false } : site(path, WITH_SELF);
    case 'with': {
      const name = executor ?? flow.defaults?.executor ?? DEFAULT_EXECUTOR;
      const patterns = options.secretFields?.[name] ?? traitsOf(name)?.secretFields ?? [];
      return site(path, IN_STEP, takesSecret(patterns, inner.slice(1)));
    }
    case 'else':
    case 'fallback': {
      const rest = typeof second === 'number' ? inner.slice(2) : inner.slice(1);
      return rest.length === 0 ? undefined : ofStep(flow, undefined, rest, path, options);
    }
    case 'frames':
      return ofFrame(flow, inner, path, options);
    default:
      return ofRules(String(key), path) ?? (STEP_TEMPLATES.has(String(key)) ? site(path, IN_STEP) : undefined);
  }
}

function ofFrame(flow: Flow, inner: Path, path: Path, options: SiteOptions): Found | undefined {
  const frame = inner[2];
  if (frame === undefined) return undefined;
  if (frame === 'dependency') return { kind: 'needs', roots: [], secrets: false };
  if (frame === 'fallback') return ofStep(flow, undefined, ['fallback', ...inner.slice(3)], path, options);
  return site(path, WITH_SELF);
}
