import { z } from 'zod';
import { SpawnFailed } from '../../ports/processes.ts';
import { defineExecutor } from '../define-executor.ts';
import { refusal } from '../refusal.ts';
import { type Program, runProcess } from '../run-process.ts';
import { readScriptSource } from '../script-source.ts';
import { checkTypeScript, findNode } from './runtime.ts';

const schema = z.strictObject({
  runtime: z.string().min(1).optional().describe('A path or a name; by default the node on PATH'),
  args: z.array(z.string()).optional().describe('Arguments of the script'),
});

export const nodeExecutor = defineExecutor({
  name: 'node',
  title: 'Node.js',
  description: 'Runs a JavaScript or TypeScript file, or source text',
  icon: 'brand-nodejs',
  holdsSlot: true,
  takesScript: 'required',
  schema,
  secretFields: [],
  execute: async (context) => {
    const source = await readScriptSource(context.run ?? '', ['.js', '.mjs', '.cjs', '.ts'], context);
    if (!source.ok) return refusal(source.error);
    const node = await findNode(context);
    if (!node.ok) return refusal(node.error);
    const { command, env } = node.value;
    const args = context.config.args ?? [];
    if (source.value.kind === 'text')
      return runProcess(context, { command, env, ...sourceArgs(source.value.text, args) });
    if (source.value.path.endsWith('.ts')) {
      try {
        const supported = await checkTypeScript(node.value, context);
        if (!supported.ok) return refusal(supported.error);
      } catch (error) {
        if (error instanceof SpawnFailed) return refusal(error);
        throw error;
      }
    }
    return runProcess(context, { command, env, args: [source.value.path, ...args] });
  },
});

/** Linux refuses a longer argument. */
const LONGEST_ARGUMENT = 100_000;

/** Evaluated rather than written to a file elsewhere, so that packages and relative imports are found from the working directory. */
function sourceArgs(text: string, args: readonly string[]): Pick<Program, 'args' | 'input'> {
  // Newer versions find out by themselves; older ones take everything for CommonJS.
  const isModule = /^\s*(import\s*["'{*\w]|export\s*[{*\w])/m.test(text) && !/^\s*import\s*\(/m.test(text);
  const type = isModule ? ['--input-type=module'] : [];
  return text.length > LONGEST_ARGUMENT
    ? { args: [...type, '-', ...args], input: text }
    : { args: [...type, '--eval', text, '--', ...args] };
}
