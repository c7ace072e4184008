/** What is known of whoever started the app. */
export interface Starter {
  readonly platform: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Name of the parent process, where it can be told. */
  readonly parent: string | undefined;
}

const SHELLS = new Set([
  'bash',
  'zsh',
  'fish',
  'sh',
  'dash',
  'ksh',
  'mksh',
  'tcsh',
  'csh',
  'nu',
  'xonsh',
  'elvish',
  'pwsh',
]);

/**
 * Whether the environment may lack what a person's shell adds to it. A terminal names itself in TERM, npm leaves its traces, and a
 * shell may be the parent; a desktop does none of that. Windows has one environment for both.
 */
export function lacksLoginShell({ platform, environment, parent }: Starter): boolean {
  if (platform === 'win32') return false;
  const { TERM, INIT_CWD, npm_lifecycle_event: script } = environment;
  const hasTerminal = Boolean(TERM) && TERM !== 'dumb';
  const isScript = Boolean(INIT_CWD || script);
  return !hasTerminal && !isScript && !SHELLS.has((parent ?? '').replace(/^-/, ''));
}
