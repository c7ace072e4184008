import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../../core/base/json.ts';
import type { Scope } from '../../../core/expression/index.ts';
import { textMask } from '../../../core/mask/mask-text.ts';
import type { ChronumEvent } from '../../../core/run/event.ts';
import type { ExecutionContext } from '../../ports/executor.ts';
import { fill } from '../fill.ts';
import type { ActionParts, Occasion, Perform } from './action.ts';
import { readSecrets } from './secrets.ts';

const GRACE_MS = 2_000;

/** Runs a script with the flow's shell: the event is JSON in the file `$CHRONUM_EVENT`, its fields are variables. */
export function scriptAction(script: string, occasion: Occasion, scope: Scope, parts: ActionParts): Perform {
  const { run, event, index, count } = occasion;
  const text = fill(script, scope).with(new Map());
  const writtenEnv = fill(run.plan.env, scope);
  const inherited: Readonly<Record<string, string>> = { ...parts.sensitive, ...run.environment };
  const params = { ...run.params };
  const { workspace, file, name } = run.flow;
  return async (signal) => {
    const { values, dotenv, masks } = await readSecrets(writtenEnv.secrets, run, parts.findSecrets);
    const flowEnv = writtenEnv.with(values) as Record<string, Json>;
    const key = { runId: run.runId, stepId: `hooks[${index}]`, branch: 'hook', attempt: count };
    const mark = `${key.runId}/${key.stepId}/${key.branch}/${count}`;
    const files = parts.scratch(key);
    const folder = join(workspace, file, '..');
    try {
      const eventFile = files.file('event.json');
      await writeFile(eventFile, `${JSON.stringify(event)}\n`, { mode: 0o600 });
      const env = {
        ...inherited,
        ...dotenv,
        ...Object.fromEntries(Object.entries(flowEnv).map(([variable, value]) => [variable, asText(value)])),
        ...Object.fromEntries(Object.entries(params).map(([param, value]) => [paramVariable(param), asText(value)])),
        CHRONUM: '1',
        CHRONUM_RUN: run.runId,
        CHRONUM_FLOW: name,
        CHRONUM_WORKSPACE: workspace,
        CHRONUM_ATTEMPT: mark,
        ...eventVariables(event, eventFile),
      };
      const log: ExecutionContext<unknown>['log'] = (line, stream = 'system') =>
        void parts.logs.write(key, stream, Buffer.from(`${textMask(masks).apply(line)}\n`)).catch(() => undefined);
      const result = await parts.shell.execute({
        key,
        mark,
        config: {},
        run: asText(text),
        env,
        ownEnv: {},
        cwd: folder,
        workspace,
        tty: false,
        masks,
        gracePeriod: GRACE_MS,
        file: (fileName) => files.file(fileName),
        get scratch() {
          return files.folder();
        },
        signal,
        logPath: parts.logs.pathOf(key),
        log,
        processes: parts.processes,
        spawned: () => undefined,
        askPerson: () => Promise.reject(new Error('a hook asks nobody')),
        runFlow: () => Promise.reject(new Error('a hook runs no flows')),
      });
      if (result.status === 'failed') throw new Error(textMask(masks).apply(result.error.message));
    } finally {
      await files.remove();
    }
  };
}

/** The flat fields of the event: `CHRONUM_EVENT_TYPE`, `CHRONUM_EVENT_STEP_ID`, `CHRONUM_EVENT_ATTEMPT`, .. */
function eventVariables(event: ChronumEvent, file: string): Record<string, string> {
  const variables: Record<string, string> = { CHRONUM_EVENT: file };
  for (const [name, value] of Object.entries(event)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
    variables[`CHRONUM_EVENT_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`] = String(value);
  }
  return variables;
}

const paramVariable = (name: string): string => `CHRONUM_PARAM_${name.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`;

const asText = (value: Json): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
