import { resolveParams } from '../../run/params.ts';
import type { Finding } from '../yaml/document.ts';
import { atValue, type CheckContext, pathInFile } from './context.ts';

/** The defaults of parameters are values that a run would accept. */
export function checkParams(context: CheckContext): Finding[] {
  return Object.entries(context.flow.params ?? {}).flatMap(([name, spec]): Finding[] => {
    if (spec.default === undefined || spec.default === null) return [];
    const checked = resolveParams({ [name]: spec }, {});
    if (checked.ok) return [];
    const at = pathInFile(context.root, ['params', name, 'default']);
    return checked.error.map(({ message }) =>
      atValue(context, at, { code: 'param-invalid', message: `The default of ${message}` }),
    );
  });
}
