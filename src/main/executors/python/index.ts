import { delimiter, join } from 'node:path';
import { z } from 'zod';
import type { ExecutionContext } from '../../ports/executor.ts';
import { defineExecutor } from '../define-executor.ts';
import { refusal } from '../refusal.ts';
import { runProcess } from '../run-process.ts';
import { writeScript } from '../script-file.ts';
import { readScriptSource } from '../script-source.ts';
import { findPython, venvEnvironment } from './interpreter.ts';

const schema = z.strictObject({
  interpreter: z.string().min(1).optional().describe('A path or a name; by default a .venv, else python3'),
  args: z.array(z.string()).optional().describe('Arguments of the script'),
});

export const pythonExecutor = defineExecutor({
  name: 'python',
  title: 'Python',
  description: 'Runs a Python file or source text',
  icon: 'brand-python',
  holdsSlot: true,
  takesScript: 'required',
  schema,
  secretFields: [],
  execute: async (context) => {
    const source = await readScriptSource(context.run ?? '', ['.py'], context);
    if (!source.ok) return refusal(source.error);
    const python = await findPython(context.config.interpreter, context);
    if (!python.ok) return refusal(python.error);
    const isFile = source.value.kind === 'file';
    const script =
      source.value.kind === 'file'
        ? source.value.path
        : writeScript(join(context.scratch, 'script.py'), source.value.text);
    return runProcess(context, {
      command: python.value.command,
      args: [script, ...(context.config.args ?? [])],
      env: {
        ...venvEnvironment(python.value, context.env),
        // Lines show when they are printed, not when a buffer is full.
        PYTHONUNBUFFERED: '1',
        ...(isFile ? {} : { PYTHONPATH: withFolder(context) }),
      },
    });
  },
});

/** Source text imports modules of its working directory, as `python -c` does. */
const withFolder = ({ cwd, env }: Pick<ExecutionContext<unknown>, 'cwd' | 'env'>): string =>
  env.PYTHONPATH ? `${cwd}${delimiter}${env.PYTHONPATH}` : cwd;
