import { useEffect, useSyncExternalStore } from 'react';
import { connection } from '../shared/client/client.ts';
import { dismissNotice, type Notice, useNotices } from '../shared/stores/notices.ts';
import { Button, IconButton } from '../shared/ui/button.tsx';
import { Icon } from '../shared/ui/icon.tsx';
import { Prose } from '../shared/ui/prose.tsx';
import styles from './notices.module.css';

const INFO_SHOWN_MS = 6_000;

/** What has no better place, at the corner of the window: failures of something asked for, and a lost connection. */
export function Notices() {
  const notices = useNotices((state) => state.notices);
  const status = useSyncExternalStore(connection.subscribe, connection.status);
  return (
    <section className={styles.notices} aria-label="Notices">
      {status === 'lost' && (
        <div className={styles.notice} role="status">
          <Icon name="info" />
          <p>The connection to the studio was lost. Trying again.</p>
        </div>
      )}
      {notices.map((notice) => (
        <NoticeRow key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeRow({ notice }: { readonly notice: Notice }) {
  const { id, tone, text, details, action, stays } = notice;
  useEffect(() => {
    if (stays === undefined && (tone !== 'info' || action !== undefined)) return;
    const timer = setTimeout(() => dismissNotice(id), stays ?? INFO_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, tone, action, stays]);
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon name={tone} />
      <div>
        <p>
          <Prose text={text} />
        </p>
        {details.map((detail) => (
          <p key={detail} className={styles.detail}>
            {detail}
          </p>
        ))}
      </div>
      {action && (
        <Button
          look="plain"
          onClick={() => {
            dismissNotice(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton icon="close" label="Dismiss" onClick={() => dismissNotice(id)} />
    </div>
  );
}
