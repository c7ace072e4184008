import { nearest } from '../../base/nearest.ts';
import { hasTemplate } from '../../expression/index.ts';
import type { Body } from '../flow.ts';
import { findingsOf, rawAt, replaceFix } from '../schema/issues.ts';
import { OPTIONS } from '../schema/options.ts';
import { bodiesOf } from '../steps.ts';
import type { Finding } from '../yaml/document.ts';
import type { Path } from '../yaml/path.ts';
import { isRawMap } from '../yaml/plain.ts';
import { atKey, atValue, type CheckContext, pathInFile } from './context.ts';
import { BUILT_IN_EXECUTORS, DEFAULT_EXECUTOR, traitsOf } from './executors.ts';

/** What steps run: a known executor with a script where it needs one, or a group. */
export function checkBodies(context: CheckContext): Finding[] {
  const findings: Finding[] = [];
  const { defaults, shell } = context.flow;
  findings.push(
    ...checkShell(context, shell, ['shell']),
    ...checkShell(context, defaults?.shell, ['defaults', 'shell']),
  );
  if (defaults?.executor !== undefined)
    findings.push(...checkExecutor(context, defaults.executor, ['defaults', 'executor']));
  for (const { places } of context.scopes) {
    for (const place of places) {
      for (const { body, path } of bodiesOf(place.step)) {
        const at = pathInFile(context.root, [...place.path, ...path]);
        findings.push(...checkBody(context, body, at));
        if ('shell' in body) findings.push(...checkShell(context, body.shell as string | undefined, [...at, 'shell']));
      }
    }
  }
  return findings;
}

function checkBody(context: CheckContext, body: Body, path: Path): Finding[] {
  const raw = rawAt(context.root, path);
  if (!isRawMap(raw)) return [];
  if (body.steps !== undefined) {
    return (['run', 'executor', 'with'] as const)
      .filter((key) => body[key] !== undefined)
      .map((key) =>
        atKey(context, [...path, key], {
          code: 'body-ambiguous',
          message: `A group runs its \`steps\` and nothing else: take \`${key}\` away, or make it a step of the group`,
        }),
      );
  }
  const own = body.executor;
  const executor = own ?? context.flow.defaults?.executor ?? DEFAULT_EXECUTOR;
  const findings = own === undefined ? [] : checkExecutor(context, own, [...path, 'executor']);
  if (findings.some(({ severity }) => severity === 'error') || hasTemplate(executor)) return findings;
  findings.push(...checkOptions(context, executor, path));
  const script = traitsOf(executor)?.script;
  if (script === 'required' && body.run === undefined && raw.run === undefined) {
    const message =
      own === undefined
        ? 'This has nothing to run: give it `run`, an `executor`, or `steps` for a group'
        : `The executor \`${executor}\` needs a script: give it \`run\``;
    return [...findings, atValue(context, path, { code: 'run-missing', message })];
  }
  if (script === 'no' && body.run !== undefined) {
    const message = `The executor \`${executor}\` takes no script: what it does is said in \`with\``;
    return [...findings, atKey(context, [...path, 'run'], { code: 'run-unused', message })];
  }
  return findings;
}

function checkOptions(context: CheckContext, executor: string, path: Path): Finding[] {
  const schema = Object.hasOwn(OPTIONS, executor) ? OPTIONS[executor] : undefined;
  if (schema === undefined) return [];
  const at = [...path, 'with'];
  const written = rawAt(context.root, at);
  if (written === undefined) {
    if (executor !== 'flow') return [];
    const message =
      'A sub-flow needs `with`, and in it `flow`: the name of the flow, or a path such as `./other.chronum.yaml`';
    return [atValue(context, path, { code: 'missing-key', message })];
  }
  const read = schema.safeParse(written);
  if (read.success) return [];
  const issues = read.error.issues.map((issue) => ({ ...issue, path: [...at, ...issue.path] }));
  return findingsOf(context.document, context.root, issues);
}

function checkExecutor(context: CheckContext, name: string, path: Path): Finding[] {
  const known = context.options.knownExecutors ?? BUILT_IN_EXECUTORS;
  if (known.includes(name) || hasTemplate(name)) return [];
  if (BUILT_IN_EXECUTORS.includes(name)) {
    const message = `The executor \`${name}\` belongs to the format, but cannot run here yet`;
    return [atValue(context, path, { code: 'not-yet', severity: 'warning', message })];
  }
  const close = nearest(name, known);
  const hint =
    close === undefined ? `. There are ${known.map((one) => `\`${one}\``).join(', ')}` : `: did you mean \`${close}\`?`;
  const finding = atValue(context, path, {
    code: 'executor-unknown',
    message: `There is no executor \`${name}\`${hint}`,
  });
  return [close === undefined ? finding : { ...finding, fix: replaceFix(finding.span, close) }];
}

function checkShell(context: CheckContext, shell: string | undefined, path: Path): Finding[] {
  if (shell === undefined || shell.includes('{0}') || hasTemplate(shell)) return [];
  const message = `\`shell\` is a command line with \`{0}\` where the script file goes: \`${shell} {0}\``;
  const finding = atValue(context, path, { code: 'shell-without-script', message });
  return [{ ...finding, fix: replaceFix(finding.span, `'${shell.replaceAll("'", "''")} {0}'`) }];
}
