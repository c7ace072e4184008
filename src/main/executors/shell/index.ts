import { z } from 'zod';
import { defineExecutor } from '../define-executor.ts';
import { refusal } from '../refusal.ts';
import { runProcess } from '../run-process.ts';
import { writeScript } from '../script-file.ts';
import { findShell, SCRIPT } from './shell-command.ts';

export const shellExecutor = defineExecutor({
  name: 'shell',
  title: 'Shell',
  description: 'Runs a script with bash, or another shell',
  icon: 'terminal',
  holdsSlot: true,
  takesScript: 'required',
  schema: z.strictObject({}),
  secretFields: [],
  execute: async (context) => {
    const shell = await findShell(context.shell, context.env);
    if (!shell.ok) return refusal(shell.error);
    const { command, args, scriptName } = shell.value;
    const script = writeScript(context.file(scriptName), context.run ?? '');
    return runProcess(context, { command, args: args.map((arg) => arg.replaceAll(SCRIPT, script)) });
  },
});
