import type { Result } from '../../../core/base/result.ts';
import type { KeyValueStore } from '../../ports/workspace-store.ts';
import { joinPaths } from './ask-login-shell.ts';

interface LoginPathParts {
  readonly keyValues: KeyValueStore;
  /** Asks the shell; takes a while. */
  readonly ask: () => Promise<Result<string, string>>;
  /** The PATH that the app was started with. */
  readonly present: string | undefined;
  readonly use: (path: string) => void;
  readonly report: (message: string) => void;
}

/** What the shell said last time: used until it has answered anew. */
const LAST = 'desktop/login-path';

/** Gives steps the path of the login shell: that of last time at once, and in the background that of today. */
export async function followLoginPath({ keyValues, ask, present, use, report }: LoginPathParts): Promise<void> {
  const last = keyValues.get(LAST);
  if (last !== null) use(joinPaths(JSON.parse(last) as string, present));
  const answer = await ask();
  if (answer.ok) {
    use(joinPaths(answer.value, present));
    if (JSON.stringify(answer.value) !== last) keyValues.set(LAST, JSON.stringify(answer.value));
    return;
  }
  const rest = last === null ? 'the PATH of the desktop is' : 'the one of last time is';
  report(
    `Steps may not find their programs: the login shell was asked for its PATH in vain (${answer.error}), and ${rest} used. Start Chronum Studio from a terminal, or set PATH under \`env\` of a flow.`,
  );
}
