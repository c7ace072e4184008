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

/** The last part of an id, for where its surroundings are clear: `lint` of `test/lint`, `os=linux` of `test[os=linux]`. */
export function shortStepId(stepId: string): string {
  const instance = /\[([^/]*)\]$/.exec(stepId);
  if (instance?.[1] !== undefined) return instance[1];
  return stepId.slice(stepId.lastIndexOf('/') + 1);
}
