import { client } from '../../shared/client/client.ts';
import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';

/** Everything on this page as a text to be sent to somebody: secrets and the name of the home folder are not in it. */
export async function copyDiagnostics(): Promise<void> {
  try {
    const { text } = await client.health.diagnostics();
    await navigator.clipboard.writeText(text);
    notify('info', 'The diagnostics were copied. They hold no secrets.');
  } catch (error) {
    notify('error', failureText(error, 'The diagnostics were not copied'));
  }
}
