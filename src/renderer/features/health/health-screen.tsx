import type { ReactNode } from 'react';
import type { Health } from '../../../contract/health.ts';
import { CommandButton } from '../../shared/commands/command-button.tsx';
import { count, formatBytes } from '../../shared/format/count.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Prose } from '../../shared/ui/prose.tsx';
import { RelativeTime } from '../../shared/ui/relative-time.tsx';
import { Checks } from './checks.tsx';
import styles from './health.module.css';
import { Owners, StepProcesses } from './processes.tsx';
import { useChecks, useHealth } from './use-health.ts';

/** How the studio itself stands: what it takes, what runs, what it complained about, and what this machine has. */
export default function HealthScreen() {
  const { health, problem } = useHealth();
  const checks = useChecks();
  return (
    <Page
      title="Health"
      actions={
        <>
          <Button icon="retry" aria-disabled={checks.isChecking} onClick={() => !checks.isChecking && checks.check()}>
            {checks.isChecking ? 'Checking…' : 'Check again'}
          </Button>
          <CommandButton command="help.copy-diagnostics">Copy diagnostics</CommandButton>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what may scroll is reached by keyboard */}
      <div className={styles.content} tabIndex={0}>
        {problem !== null && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        <Section title="Checks">
          <Checks {...checks} />
        </Section>
        {health !== null && (
          <>
            <Section title="Storage">
              <Storage health={health} />
            </Section>
            <Section title="What runs flows">
              <Owners health={health} />
            </Section>
            <Section title="Processes of steps">
              <StepProcesses health={health} />
            </Section>
            <Section title="Last reports">
              <Reports reports={health.reports} />
            </Section>
            <Section title="Versions">
              <dl className={styles.facts}>
                {health.versions.map(({ name, version }) => (
                  <Fact key={name} name={name}>
                    {version}
                  </Fact>
                ))}
              </dl>
            </Section>
          </>
        )}
      </div>
    </Page>
  );
}

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={styles.section} aria-label={title}>
    <h2>{title}</h2>
    {children}
  </section>
);

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Storage = ({ health: { database, logs, dataFolder } }: { readonly health: Health }) => (
  <dl className={styles.facts}>
    <Fact name="Database">{formatBytes(database.bytes)}</Fact>
    <Fact name="Logs">
      {logs.isWhole ? '' : 'more than '}
      {formatBytes(logs.bytes)} in {count(logs.files, 'file')}
    </Fact>
    <Fact name="Data folder">
      <code>{dataFolder}</code>
    </Fact>
  </dl>
);

function Reports({ reports }: Pick<Health, 'reports'>) {
  if (reports.length === 0) return <p className={styles.none}>Nothing went wrong since the studio was started.</p>;
  return (
    <ul className={styles.reports}>
      {reports.map(({ at, text }) => (
        <li key={`${at} ${text}`}>
          <RelativeTime at={Date.parse(at)} className={styles.when} />
          <p>
            <Prose text={text} />
          </p>
        </li>
      ))}
    </ul>
  );
}
