import { useRef } from 'react';
import { client } from '../../shared/client/client.ts';
import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { sectionsFor } from './entries.ts';
import { FileBanner } from './file-banner.tsx';
import { SecretsSection } from './secrets/secrets-section.tsx';
import { SettingRow } from './setting-row.tsx';
import styles from './settings.module.css';
import { ShortcutTable } from './shortcuts/shortcut-table.tsx';
import { useSettingsView } from './view.ts';

const openFile = () =>
  client.settings.openFile().catch((error) => notify('error', failureText(error, 'The settings file was not opened')));

const holds = (text: string, query: string): boolean =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));

/** Every setting, found by its words; the same as in the file, which is a click away. */
export default function SettingsScreen() {
  const query = useSettingsView((state) => state.query);
  const content = useRef<HTMLDivElement>(null);
  const sections = sectionsFor(query);
  const hasSecrets = holds('secrets passwords tokens keys encrypted', query);
  const links = [
    ...sections.map(({ id, title }) => ({ id, title })),
    ...(hasSecrets ? [{ id: 'secrets', title: 'Secrets' }] : []),
    { id: 'shortcuts', title: 'Shortcuts' },
  ];
  const goTo = (id: string) => {
    const section = content.current?.querySelector<HTMLElement>(`#settings-${id}`);
    section?.scrollIntoView({ block: 'start' });
    section?.focus({ preventScroll: true });
  };
  return (
    <Page
      title="Settings"
      actions={
        <>
          <div className={styles.search}>
            <Icon name="search" />
            <input
              type="search"
              aria-label="Search settings"
              placeholder="Search settings"
              value={query}
              onChange={(event) => useSettingsView.setState({ query: event.target.value })}
            />
          </div>
          <Button icon="edit" tip="They are kept as a file that you can read and edit" onClick={() => void openFile()}>
            Open settings file
          </Button>
        </>
      }
    >
      <FileBanner />
      <div className={styles.body}>
        <nav className={styles.links} aria-label="Sections">
          {links.map(({ id, title }) => (
            <button key={id} type="button" onClick={() => goTo(id)}>
              {title}
            </button>
          ))}
        </nav>
        <div ref={content} className={styles.content}>
          {sections.map(({ id, title, entries }) => (
            <section key={id} id={`settings-${id}`} tabIndex={-1} aria-label={title} className={styles.section}>
              <h2>{title}</h2>
              {entries.map((entry) => (
                <SettingRow key={entry.key} entry={entry} />
              ))}
            </section>
          ))}
          {hasSecrets && <SecretsSection />}
          <section id="settings-shortcuts" tabIndex={-1} aria-label="Shortcuts" className={styles.section}>
            <h2>Shortcuts</h2>
            <ShortcutTable query={query} />
          </section>
        </div>
      </div>
    </Page>
  );
}
