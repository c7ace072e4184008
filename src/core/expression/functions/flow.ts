import { compactJson } from '../convert.ts';
import { formatWallTime } from '../date-format.ts';
import { Timestamp, type Value } from '../value.ts';
import { badArgument, type Call, define, type FunctionTable, offsetArg, textArg, wrongKind } from './call.ts';
import { timestampOfText } from './conversions.ts';
import { parseJsonText } from './json.ts';

/** A drive letter or a share: only such paths are split at `\`, which elsewhere is part of a name. */
const WINDOWS = /^(?:[A-Za-z]:|\\\\)/;

interface PathParts {
  /** `/`, `C:\` or nothing: never removed. */
  readonly root: string;
  readonly names: readonly string[];
  readonly separator: string;
}

function pathParts(path: string): PathParts {
  if (WINDOWS.test(path)) {
    const root = /^(?:[A-Za-z]:[\\/]?|\\\\)/.exec(path)![0];
    const separator = path.includes('\\') ? '\\' : '/';
    return {
      root,
      separator,
      names: path
        .slice(root.length)
        .split(/[\\/]+/)
        .filter(Boolean),
    };
  }
  return { root: path.startsWith('/') ? '/' : '', separator: '/', names: path.split('/').filter(Boolean) };
}

const basename = (path: string): string => pathParts(path).names.at(-1) ?? '';

function dirname(path: string): string {
  const { root, names, separator } = pathParts(path);
  return root + names.slice(0, -1).join(separator) || '.';
}

function formatDate(call: Call): string {
  const time = call.args[0]!;
  if (typeof time !== 'string' && !(time instanceof Timestamp))
    return wrongKind(call, 0, 'a timestamp or a text of RFC 3339');
  const { instant } = typeof time === 'string' ? timestampOfText(call, 0, textArg(call, 0)) : time;
  const offset = offsetArg(call, 2, instant);
  const formatted = formatWallTime(instant, offset, textArg(call, 1));
  if (!formatted.ok) return badArgument(call, 1, formatted.message);
  call.run.spendText(formatted.text.length, call.at);
  return formatted.text;
}

/** What Chronum has besides CEL. `default` is compiled, because it must not evaluate what it does not need. */
export const FLOW_FUNCTIONS: FunctionTable = {
  json: define('json(text)', 1, (call): Value => parseJsonText(call, textArg(call, 0))),
  toJson: define('toJson(x)', 1, (call) => compactJson(call.run, call.args[0]!, call.at)),
  basename: define('basename(path)', 1, (call) => basename(textArg(call, 0))),
  dirname: define('dirname(path)', 1, (call) => dirname(textArg(call, 0))),
  formatDate: define('formatDate(time, format, zone?)', [2, 3], formatDate),
};
