import type { SettingsChange } from '../../../contract/settings.ts';
import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';
import { changeSettings } from '../../shared/stores/settings.ts';

/** Changes settings, and says so when that did not work. */
export const change = (part: SettingsChange): Promise<void> =>
  changeSettings(part).catch((error) => {
    notify('error', failureText(error, 'The setting was not kept'));
  });
