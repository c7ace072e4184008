import type { RunTrigger } from '../../../core/run/event.ts';

const WORDS: Readonly<Record<string, string>> = {
  manual: 'by hand',
  cli: 'from the terminal',
  rerun: 'rerun',
  parent: 'part of another run',
  every: 'on schedule',
  cron: 'on schedule',
  calendar: 'on schedule',
  at: 'on schedule',
  watch: 'files changed',
  flow: 'after another flow',
  webhook: 'by webhook',
  mount: 'device connected',
  git: 'on git',
  app: 'by the app',
};

/** What started a run, in words. */
export const triggerWord = (trigger: { readonly type: RunTrigger['type'] }): string =>
  WORDS[trigger.type] ?? trigger.type;
