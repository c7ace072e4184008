import type { Json } from '../../core/base/json.ts';
import { err, ok, type Result } from '../../core/base/result.ts';
import { evaluate, parseCondition, type Scope } from '../../core/expression/index.ts';
import type { OutputSpec } from '../../core/flow/flow.ts';
import { textMask } from '../../core/mask/mask-text.ts';
import type { Outputs, StepError } from '../../core/run/event.ts';

const MOST_BYTES_A_VALUE = 64 * 1024;
const MOST_BYTES_A_STEP = 1024 * 1024;

/** What the outputs declared by a step are made from. */
export interface OutputSources {
  /** All of standard output up to the limit, with whether there was more. */
  stdout(limit: number): Promise<{ bytes: Uint8Array; truncated: boolean }>;
  /** Scope with `self` as the attempt ended. */
  readonly scope: Scope;
  /** What the executor and `$CHRONUM_OUTPUT` gave. */
  readonly given: Outputs;
  readonly masks: readonly string[];
}

/** The declared outputs of an attempt that succeeded, over those it gave itself; within their limits and without secrets. */
export async function declaredOutputs(
  specs: Readonly<Record<string, OutputSpec>>,
  sources: OutputSources,
): Promise<Result<Outputs, StepError>> {
  const outputs: Record<string, Json> = { ...sources.given };
  const entries = Object.entries(specs);
  let stdout: string | undefined;
  if (entries.some(([, spec]) => spec.kind !== 'expression')) {
    const read = await sources.stdout(MOST_BYTES_A_STEP);
    stdout = new TextDecoder().decode(read.bytes);
    const whole = entries.find(([, spec]) => spec.kind === 'stdout' || spec.kind === 'json');
    if (read.truncated && whole !== undefined) return tooLarge(whole[0], 'standard output', MOST_BYTES_A_STEP);
  }
  for (const [name, spec] of entries) {
    const value = readOutput(spec, stdout ?? '', sources.scope);
    if (!value.ok) return failed('output', `output \`${name}\`: ${value.error}`);
    outputs[name] = value.value;
  }
  return checkOutputs(outputs, sources.masks);
}

function readOutput(spec: OutputSpec, stdout: string, scope: Scope): Result<Json, string> {
  switch (spec.kind) {
    case 'stdout':
      return ok(stdout.replace(/\r?\n$/, ''));
    case 'pattern': {
      const match = new RegExp(spec.pattern, 'mu').exec(stdout);
      return match === null ? ok(null) : ok(match[1] ?? match[0]);
    }
    case 'json': {
      try {
        return ok(pointTo(JSON.parse(stdout) as Json, spec.pointer));
      } catch (error) {
        return err(`standard output is not JSON: ${(error as Error).message}`);
      }
    }
    case 'expression': {
      const parsed = parseCondition(spec.expression);
      if (!parsed.ok) return err(parsed.error.message);
      if (typeof parsed.value === 'boolean') return ok(parsed.value);
      const value = evaluate(parsed.value, scope);
      return value.ok ? value : err(value.error.message);
    }
  }
}

/** RFC 6901; what is absent is null. */
function pointTo(value: Json, pointer: string): Json {
  let at: Json = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
    if (typeof at !== 'object' || at === null) return null;
    at = (at as Record<string, Json>)[key] ?? null;
  }
  return at;
}

/** Limits of size, and no secret inside. */
export function checkOutputs(outputs: Outputs, masks: readonly string[]): Result<Outputs, StepError> {
  let total = 0;
  const mask = textMask(masks);
  for (const [name, value] of Object.entries(outputs)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const bytes = new TextEncoder().encode(text).length;
    total += bytes;
    if (bytes > MOST_BYTES_A_VALUE) return tooLarge(name, 'it', MOST_BYTES_A_VALUE);
    if (mask.reveals(text) || mask.reveals(name)) {
      return failed('output', `output \`${name}\` contains a secret: outputs are stored, so it was not kept`);
    }
  }
  return total > MOST_BYTES_A_STEP ? tooLarge('all together', 'they', MOST_BYTES_A_STEP) : ok(outputs);
}

const failed = (kind: 'output', message: string, code?: string): { ok: false; error: StepError } =>
  err({ kind, message, ...(code === undefined ? {} : { code }) });

const tooLarge = (name: string, what: string, limit: number) =>
  failed('output', `output \`${name}\`: ${what} may have at most ${limit / 1024} KiB`, 'output-too-large');
