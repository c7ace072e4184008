import { relative, sep } from 'node:path';
import type { Diagnostic } from '../../core/base/diagnostic.ts';
import type { Style } from './style.ts';

/** A finding about a file, in one line that terminals and editors make a link of. */
export function told({ line, column, severity, message, code }: Diagnostic, name: string, style: Style): string {
  const colour = severity === 'error' ? style.red : style.yellow;
  return `${style.bold(`${name}:${line}:${column}`)} ${colour(severity)} ${message} ${style.dim(code)}`;
}

/** A path as a person would write it from where they stand. */
export function pathFrom(cwd: string, path: string): string {
  const near = relative(cwd, path);
  return near.startsWith(`..${sep}..`) ? path : near;
}
