import { type Expression, hasTemplate, ROOTS, type Root } from '../../expression/index.ts';
import type { Alternative, Flow, HookSpec, StepRules } from '../flow.ts';
import type { StepPlace } from '../steps.ts';
import type { Path } from '../yaml/path.ts';
import { type CheckContext, pathInFile, type ScopeIndex } from './context.ts';
import { DEFAULT_EXECUTOR, takesSecret, traitsOf } from './executors.ts';

/** One text of a flow that is or holds expressions, with what it may read there. */
export interface Site {
  readonly path: Path;
  readonly text: string;
  /** An expression is the whole text; a template has it in `${{ }}`. */
  readonly kind: 'expression' | 'template';
  readonly roots: readonly Root[];
  readonly secrets: boolean;
  /** Names of `forEach` in scope. */
  readonly names: readonly string[];
  /** Whose text it is; absent for texts of the flow itself. */
  readonly place?: StepPlace;
  readonly index?: ScopeIndex;
  /** Set for a script: the executor that runs it. */
  readonly scriptOf?: string;
}

/** An expression of a site, with where its own text begins in the site's text. */
export interface SiteExpression {
  readonly expression: Expression;
  readonly start: number;
}

type Where = Omit<Site, 'path' | 'text' | 'kind'>;
type Add = (path: Path, value: unknown, where: Where) => void;

const without = (...left: Root[]): readonly Root[] => ROOTS.filter((root) => !left.includes(root));
export const IN_STEP = without('self', 'event');
export const IN_FLOW = without('self', 'event', 'steps', 'matrix', 'item', 'index');
export const AFTER_RUN = without('self', 'event', 'matrix', 'item', 'index');

const FLOW: Where = { roots: IN_FLOW, secrets: false, names: [] };
/** Keys that hold a condition: of a step, a hook or a frame (items of lists), and of these rules. */
const CONDITIONS: ReadonlySet<string> = new Set(['if', 'until', 'while']);
const RULES: ReadonlySet<string> = new Set(['retry', 'repeat', 'if', 'defaults', 'defaultRetry']);
/** Below these keys, names are the person's own. */
const OWN_NAMES: ReadonlySet<string> = new Set([
  'env',
  'with',
  'matrix',
  'forEach',
  'params',
  'outputs',
  'webhook',
  'artifacts',
  'cache',
]);

export function isCondition(path: Path): boolean {
  if (!CONDITIONS.has(String(path.at(-1)))) return false;
  const parent = path.at(-2);
  const isRule = typeof parent === 'number' || RULES.has(String(parent));
  return isRule && !path.slice(0, -1).some((key) => OWN_NAMES.has(String(key)));
}

export function collectSites(context: CheckContext): Site[] {
  const sites: Site[] = [];
  const add: Add = (path, value, where) => {
    if (typeof value === 'string') {
      const kind = isCondition(path) ? 'expression' : 'template';
      if (kind === 'expression' || hasTemplate(value)) {
        sites.push({ path: pathInFile(context.root, path), text: value, kind, ...where });
      }
    } else if (Array.isArray(value)) {
      value.forEach((item, i) => {
        add([...path, i], item, where);
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) add([...path, key], item, where);
    }
  };
  const addExpression = (path: Path, text: string, where: Where) => {
    sites.push({ path: pathInFile(context.root, path), text, kind: 'expression', ...where });
  };
  flowSites(context.flow, add, addExpression);
  for (const index of context.scopes)
    for (const place of index.places) stepSites({ context, index, place, add, addExpression });
  return sites;
}

function flowSites(flow: Flow, add: Add, addExpression: (path: Path, text: string, where: Where) => void): void {
  const { env, defaults, defaultRetry, hooks, alerts, triggers, outputs } = flow;
  add(['env'], env, { ...FLOW, secrets: true });
  for (const key of [
    'envFile',
    'workingDir',
    'shell',
    'maxParallel',
    'stopOnFail',
    'timeout',
    'concurrency',
  ] as const) {
    add([key], flow[key], FLOW);
  }
  const inStep: Where = { roots: IN_STEP, secrets: false, names: [] };
  add(['defaultRetry'], defaultRetry, { ...inStep, roots: [...IN_STEP, 'self'] });
  add(['retry'], undefined, inStep);
  if (defaults !== undefined) ruleSites(['defaults'], defaults, { ...inStep, names: ['item'] }, add);
  for (const [name, text] of Object.entries(outputs ?? {})) {
    addExpression(['outputs', name], text, { roots: AFTER_RUN, secrets: false, names: [] });
  }
  const inEvent: Where = { roots: [...AFTER_RUN, 'event'], secrets: false, names: [] };
  hooks?.forEach((hook, i) => {
    hookSites(['hooks', i], hook, inEvent, add);
  });
  alerts?.forEach((alert, i) => {
    hookSites(['alerts', i], alert, inEvent, add);
  });
  triggers?.forEach((trigger, i) => {
    add(['triggers', i, 'params'], trigger.params, { roots: ['trigger', 'flow', 'env'], secrets: false, names: [] });
  });
}

function hookSites(path: Path, hook: Partial<HookSpec>, where: Where, add: Add): void {
  add([...path, 'if'], hook.if, where);
  add([...path, 'run'], hook.run, { ...where, scriptOf: DEFAULT_EXECUTOR });
  add([...path, 'notify'], hook.notify, { ...where, secrets: true });
  add([...path, 'webhook'], hook.webhook, { ...where, secrets: true });
}

interface StepSites {
  readonly context: CheckContext;
  readonly index: ScopeIndex;
  readonly place: StepPlace;
  readonly add: Add;
  readonly addExpression: (path: Path, text: string, where: Where) => void;
}

function stepSites({ context, index, place, add, addExpression }: StepSites): void {
  const { step, path } = place;
  const names = namesAround(place);
  const where: Where = { roots: IN_STEP, secrets: false, names, place, index };
  ruleSites(path, step, where, add);
  bodySites(context, path, step, where, add);
  for (const key of ['disabled', 'concurrency', 'artifacts', 'cache', 'sources', 'generates'] as const) {
    if (step[key] !== undefined) add([...path, key], step[key], where);
  }
  if (step.forEach !== undefined) add([...path, 'forEach', 'in'], step.forEach.in, where);
  if (step.matrix !== undefined) {
    const { axes, include, exclude } = step.matrix;
    add([...path, 'matrix'], { ...axes, include, exclude }, where);
  }
  for (const [name, output] of Object.entries(step.outputs ?? {})) {
    const inSelf: Where = { ...where, roots: [...IN_STEP, 'self'] };
    if (output.kind === 'expression') addExpression([...path, 'outputs', name], output.expression, inSelf);
    else add([...path, 'outputs', name], output, inSelf);
  }
  alternativeSites(context, [...path, 'else'], step.else, where, add);
  step.fallback?.forEach((one, i) => {
    alternativeSites(context, [...path, 'fallback', i], one, where, add);
  });
  step.frames?.forEach(({ frame, config }, i) => {
    if (frame === 'dependency') return;
    const at = [...path, 'frames', i, frame];
    if (frame === 'fallback' && Array.isArray(config)) {
      (config as unknown as Alternative[]).forEach((one, k) => {
        alternativeSites(context, [...at, k], one, where, add);
      });
      return;
    }
    add(at, config, { ...where, roots: [...IN_STEP, 'self'] });
  });
}

export const PLAIN_RULES = [
  'if',
  'executor',
  'workingDir',
  'shell',
  'delay',
  'timeout',
  'gracePeriod',
  'threshold',
  'failFast',
  'maxFailures',
  'maxParallel',
  'continueOnError',
] as const;

/** `self` is the last attempt: there is one where the rule asks after an attempt. */
function ruleSites(path: Path, rules: StepRules, where: Where, add: Add): void {
  if (rules.env !== undefined) add([...path, 'env'], rules.env, { ...where, secrets: true });
  for (const key of ['retry', 'repeat'] as const) {
    if (rules[key] !== undefined) add([...path, key], rules[key], { ...where, roots: [...where.roots, 'self'] });
  }
  for (const key of PLAIN_RULES) if (rules[key] !== undefined) add([...path, key], rules[key], where);
}

interface BodyLike {
  readonly executor?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

function bodySites(context: CheckContext, path: Path, body: BodyLike, where: Where, add: Add): void {
  const executor = body.executor ?? context.flow.defaults?.executor ?? DEFAULT_EXECUTOR;
  if (body.run !== undefined && hasTemplate(body.run))
    add([...path, 'run'], body.run, { ...where, scriptOf: executor });
  if (body.with === undefined) return;
  const patterns = context.options.secretFields?.[executor] ?? traitsOf(executor)?.secretFields ?? [];
  const addField = (field: readonly (string | number)[], value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
      for (const [key, item] of entries) addField([...field, key], item);
      return;
    }
    add([...path, 'with', ...field], value, { ...where, secrets: takesSecret(patterns, field) });
  };
  addField([], body.with);
}

function alternativeSites(
  context: CheckContext,
  path: Path,
  one: Alternative | undefined,
  where: Where,
  add: Add,
): void {
  if (one === undefined || one.kind === 'step') return;
  ruleSites(path, one, where, add);
  bodySites(context, path, one, where, add);
}

function namesAround(place: StepPlace): string[] {
  const names: string[] = [];
  for (let at: StepPlace | undefined = place; at !== undefined; at = at.scope.owner) {
    if (at.step.forEach !== undefined) names.push(at.step.forEach.as);
    for (const { frame, config } of at.step.frames ?? []) {
      if (frame !== 'expand') continue;
      const { forEach } = config as { forEach?: { as: string } };
      if (forEach !== undefined) names.push(forEach.as);
    }
  }
  return names;
}
