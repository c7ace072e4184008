import { problem, type Result } from '../../../core/base/result.ts';

export interface ContainerEnvironment {
  /** The text of `--env-file`. */
  readonly file: string;
  /** Variables that such a file cannot hold: the engine takes them from its own environment. */
  readonly passed: Readonly<Record<string, string>>;
}

/** Read by the engine itself, which would then run with what is meant for the container. */
const ENGINES_OWN = /^(?:PATH|HOME|TMPDIR|DOCKER_.*|CONTAINERS?_.*|PODMAN_.*|REGISTRY_.*|XDG_.*|LD_.*|.*_PROXY)$/i;

/**
 * Splits the variables of a container. A line of the file is `NAME=value` to its end, without quotes; the engines differ in what
 * they make of quotes, backslashes and blanks at the ends. Code: `env-not-passable`.
 */
export function containerEnvironment(env: Readonly<Record<string, string>>): Result<ContainerEnvironment> {
  const lines: string[] = [];
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (!/[\r\n"'\\`]/.test(value) && value === value.trim()) {
      lines.push(`${name}=${value}\n`);
    } else if (!ENGINES_OWN.test(name)) {
      passed[name] = value;
    } else {
      return problem(
        'env-not-passable',
        `The variable ${name} cannot be given to a container: its value has a newline, a quote, a backslash or a blank at its ends, and the container engine reads a variable of that name itself. Set it in the script.`,
      );
    }
  }
  return { ok: true, value: { file: lines.join(''), passed } };
}
