import type { Flow } from '../flow.ts';
import { unread } from '../write/write-flow.ts';
import { isWrittenList, isWrittenMap, Verbatim, type Written } from '../write/written.ts';

const WIDTH = 100;

/** A Flow as a script that gives it: `defineFlow({..})` with what a person would write. */
export function writeFlowScript(flow: Flow): string {
  return `import { defineFlow } from '@chronum/sdk';\n\nexport default defineFlow(${literal(unread(flow), '')});\n`;
}

function literal(value: Written, indent: string): string {
  if (value instanceof Verbatim) return quoted(value.text);
  if (typeof value === 'string') return quoted(value);
  const isList = isWrittenList(value);
  if (!isList && !isWrittenMap(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  const items = isList
    ? value.map((item) => literal(item, inner))
    : Object.entries(value).map(([key, item]) => `${name(key)}: ${literal(item, inner)}`);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) return open + close;
  const gap = isList ? '' : ' ';
  const line = `${open}${gap}${items.join(', ')}${gap}${close}`;
  if (!line.includes('\n') && indent !== '' && line.length + indent.length <= WIDTH) return line;
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}${close}`;
}

/** `__proto__` written as it is would set the prototype. */
const name = (key: string): string =>
  key === '__proto__' ? '["__proto__"]' : /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);

/** Single quotes unless there are some inside; JSON's escapes are JavaScript's too. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  return text.includes("'") ? json : `'${json.slice(1, -1).replaceAll('\\"', '"')}'`;
}
