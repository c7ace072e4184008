import type { Json } from '../../base/json.ts';
import { nearest } from '../../base/nearest.ts';
import { hasTemplate } from '../../expression/index.ts';
import { resolveParams } from '../../run/params.ts';
import type { Trigger } from '../flow.ts';
import { replaceFix } from '../schema/issues.ts';
import { checkTiming } from '../triggers.ts';
import type { Finding } from '../yaml/document.ts';
import { valueSpan } from '../yaml/locate.ts';
import type { Path } from '../yaml/path.ts';
import { atKey, atPiece, atValue, type CheckContext, pathInFile } from './context.ts';

export function checkTriggers(context: CheckContext): Finding[] {
  const firstById = new Map<string, number>();
  return (context.flow.triggers ?? []).flatMap((trigger, i) => {
    const path: Path = ['triggers', i];
    const findings = [...checkTimes(context, trigger, path), ...checkParams(context, trigger, path)];
    const first = firstById.get(trigger.id);
    if (first === undefined) firstById.set(trigger.id, i);
    else findings.push(duplicate(context, trigger, first, i));
    return findings;
  });
}

function checkTimes(context: CheckContext, trigger: Trigger, path: Path): Finding[] {
  return checkTiming(trigger).map(({ code, message, path: inside, offset }) => {
    const at = pathInFile(context.root, [...path, ...inside]);
    const text = textAt(trigger, inside);
    if (offset === undefined || text === undefined) return atValue(context, at, { code, message });
    return atPiece(context, at, { text, offset }, { code, message });
  });
}

function textAt(trigger: Trigger, path: readonly (string | number)[]): string | undefined {
  let value: unknown = trigger;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return typeof value === 'string' ? value : undefined;
}

/** Values for parameters that the flow has, of their types. */
function checkParams(context: CheckContext, trigger: Trigger, path: Path): Finding[] {
  const specs = context.flow.params ?? {};
  return Object.entries(trigger.params ?? {}).flatMap(([name, value]): Finding[] => {
    const at = [...path, 'params', name];
    const spec = specs[name];
    if (spec === undefined) {
      const close = nearest(name, Object.keys(specs));
      const hint = close === undefined ? '' : `: did you mean \`${close}\`?`;
      const finding = atKey(context, at, {
        code: 'param-unknown',
        message: `\`${name}\` is not a parameter of this flow${hint}`,
      });
      return [close === undefined ? finding : { ...finding, fix: replaceFix(finding.span, close) }];
    }
    if (typeof value === 'string' && hasTemplate(value)) return [];
    const checked = resolveParams({ [name]: spec }, { [name]: value as Json });
    return checked.ok
      ? []
      : checked.error.map(({ message }) => atValue(context, at, { code: 'param-invalid', message }));
  });
}

function duplicate(context: CheckContext, trigger: Trigger, first: number, second: number): Finding {
  const lineOf = (i: number) => context.document.lines.linePos(valueSpan(context.document, ['triggers', i])[0]).line;
  const message =
    `Two triggers have the id \`${trigger.id}\`, on line ${lineOf(first)} and on line ${lineOf(second)}: ` +
    'they are the same, or one needs an `id` of its own';
  return atValue(context, ['triggers', second], { code: 'trigger-duplicate', message });
}
