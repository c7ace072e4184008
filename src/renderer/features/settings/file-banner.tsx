import { useEffect, useState } from 'react';
import type { SettingsFileState } from '../../../contract/settings.ts';
import { client } from '../../shared/client/client.ts';
import { follow } from '../../shared/client/follow.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { Prose } from '../../shared/ui/prose.tsx';
import styles from './settings.module.css';

/** What is wrong with the settings file, for as long as it is. */
export function FileBanner() {
  const [file, setFile] = useState<SettingsFileState | null>(null);
  useEffect(() => follow({ open: (signal) => client.settings.file(undefined, { signal }), onItem: setFile }), []);
  if (file === null || file.notices.length === 0) return null;
  return (
    <div className={styles.banner} role="status" data-tone={file.isWritable ? 'warning' : 'error'}>
      <Icon name={file.isWritable ? 'warning' : 'error'} />
      <div>
        {file.notices.map((notice) => (
          <p key={notice}>
            <Prose text={notice} />
          </p>
        ))}
      </div>
    </div>
  );
}
