/**
 * The step of the plan that a step of a run belongs to: `test[os=linux,node=22]/lint` is an instance of `test/lint`.
 * Values in brackets that hold a special character are JSON texts, so a `]` inside quotes ends nothing.
 */
export function planStepId(stepId: string): string {
  if (!stepId.includes('[')) return stepId;
  let id = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < stepId.length; at++) {
    const char = stepId[at];
    if (quoted) {
      if (char === '\\') at++;
      else if (char === '"') quoted = false;
    } else if (depth > 0 && char === '"') quoted = true;
    else if (char === '[') depth++;
    else if (char === ']' && depth > 0) depth--;
    else if (depth === 0) id += char;
  }
  return id;
}

/** The part of an id that its parent does not say: `lint` of `test/lint`, `os=linux` of `test[os=linux]`. */
export function shortStepId(stepId: string): string {
  const parent = parentStepId(stepId);
  if (parent === undefined) return stepId;
  const rest = stepId.slice(parent.length);
  return rest.startsWith('[') ? rest.slice(1, -1) : rest.slice(1);
}

/** The step in which one stands: the step that it is an instance of, or the group around it. Undefined at the top. */
export function parentStepId(stepId: string): string | undefined {
  let depth = 0;
  let quoted = false;
  let slash = -1;
  let bracket = -1;
  for (let at = 0; at < stepId.length; at++) {
    const char = stepId[at];
    if (quoted) {
      if (char === '\\') at++;
      else if (char === '"') quoted = false;
    } else if (depth > 0 && char === '"') quoted = true;
    else if (char === '[' && depth++ === 0) bracket = at;
    else if (char === ']' && depth > 0) depth--;
    else if (char === '/' && depth === 0) {
      slash = at;
      bracket = -1;
    }
  }
  if (bracket > slash) return stepId.slice(0, bracket);
  return slash < 0 ? undefined : stepId.slice(0, slash);
}
