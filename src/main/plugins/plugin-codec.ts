import type { ScriptResult } from '../../core/flow/script/read-flow-script.ts';
import { type HostConnection, RequestFailed } from './host-connection.ts';

/** Reads the text of a file in a format of a plug-in as the value of a flow. Never rejects. */
export type Decode = (text: string, file: string) => Promise<ScriptResult>;

/** A codec is quick: it turns one text into a value. */
const TIMEOUT_MS = 10_000;

/** The value has no places of its own: what is wrong with it is told at the beginning of the file. */
export async function decode(
  hostOf: Promise<HostConnection>,
  asked: { readonly codec: string; readonly text: string; readonly file: string },
): Promise<ScriptResult> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const host = await hostOf;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        // It holds the only thread of its process.
        void host.kill();
        reject(new Error(`it did not come to an end within ${TIMEOUT_MS / 1000} seconds`));
      }, TIMEOUT_MS);
    });
    const value = await Promise.race([host.request({ op: 'decode', ...asked }), late]);
    return { ok: true, value, places: {} };
  } catch (error) {
    if (error instanceof RequestFailed) {
      const { message, line, column } = error.failure;
      const at = line === undefined ? {} : { line, column: column ?? 1 };
      return {
        ok: false,
        code: 'codec-failed',
        message: `the codec \`${asked.codec}\` cannot read it: ${message}`,
        ...at,
      };
    }
    const message = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      code: 'codec-not-asked',
      message: `the codec \`${asked.codec}\` could not be asked: ${message}`,
    };
  } finally {
    clearTimeout(timer);
  }
}
