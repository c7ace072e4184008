import { run } from '../run.ts';
import { hasCommand, type Need, unmet } from './needs.ts';

const INSTALL = ['install', '-y', '--no-install-recommends'];
/** A mirror that does not answer, or another package manager at work, must not hold a start for ever. */
const LIMITS = ['-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::Retries=1', '-o', 'DPkg::Lock::Timeout=60'];
const TIMEOUT_MS = 10 * 60_000;

/**
 * Makes the system meet the needs, by installing packages where that is allowed (root, or sudo without a password).
 * `say` gets one line when something is installed. Returns what is still missing as a line with the command to run,
 * or undefined when nothing is.
 */
export async function ensureSystemPackages(
  needs: readonly Need[],
  say: (line: string) => void,
): Promise<string | undefined> {
  const missing = process.platform === 'linux' ? unmet(needs) : [];
  if (missing.length === 0) return undefined;
  if (!hasCommand('apt-get')) return `This system lacks ${filesOf(missing)}: install the packages that hold them.`;
  const asRoot = await prefixForRoot();
  if (asRoot === undefined) return lineFor(missing, await packageNames(missing), 'sudo ');
  try {
    await apt(asRoot, ['update']).catch(() => undefined);
    const packages = await packageNames(missing);
    say(`Installing what this system lacks, once: ${packages.join(' ')}`);
    await apt(asRoot, [...INSTALL, ...packages]);
  } catch (error) {
    say((error as Error).message);
  }
  const left = unmet(needs);
  return left.length === 0 ? undefined : lineFor(left, await packageNames(left), asRoot.length > 0 ? 'sudo ' : '');
}

/** The command that installs what the system lacks of the needs, or undefined when it lacks nothing or has no apt. */
export async function installCommand(needs: readonly Need[]): Promise<string | undefined> {
  const missing = process.platform === 'linux' && hasCommand('apt-get') ? unmet(needs) : [];
  if (missing.length === 0) return undefined;
  return commandFor(await packageNames(missing), process.getuid?.() === 0 ? '' : 'sudo ');
}

function commandFor(packages: readonly string[], prefix: string): string {
  return `${prefix}apt-get ${INSTALL.join(' ')} ${packages.join(' ')}`;
}

function lineFor(missing: readonly Need[], packages: readonly string[], prefix: string): string {
  const command = commandFor(packages, prefix);
  return `This system lacks ${filesOf(missing)}: run \`${command}\` and try again.`;
}

function filesOf(needs: readonly Need[]): string {
  return needs.map(({ file }) => file).join(', ');
}

/** The words before a command that is to run as root, or undefined when this user may not without a question. */
async function prefixForRoot(): Promise<string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  if (!hasCommand('sudo')) return undefined;
  return run('sudo', ['-n', 'true'], { timeoutMs: 10_000 }).then(
    () => ['sudo', '-n'],
    () => undefined,
  );
}

async function apt(asRoot: readonly string[], args: readonly string[]): Promise<void> {
  const [command, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...LIMITS, ...args];
  await run(command ?? 'env', rest, { timeoutMs: TIMEOUT_MS });
}

/** The name each package has on this release. */
async function packageNames(needs: readonly Need[]): Promise<string[]> {
  const candidates = [...new Set(needs.flatMap(({ packages }) => packages))];
  const policy = await run('apt-cache', ['policy', ...candidates], {
    env: { ...process.env, LC_ALL: 'C' },
    timeoutMs: 30_000,
  }).catch(() => '');
  const available = availableIn(policy);
  const names = needs.map(({ packages }) => packages.find((name) => available.has(name)) ?? packages.at(-1) ?? '');
  return [...new Set(names)];
}

/** The packages that `apt-cache policy` knows a version of. */
export function availableIn(policy: string): Set<string> {
  const available = new Set<string>();
  let name = '';
  for (const line of policy.split('\n')) {
    const heading = /^(\S+):$/.exec(line)?.[1];
    if (heading) name = heading;
    else if (/^\s+Candidate: (?!\(none\))/.test(line)) available.add(name);
  }
  return available;
}
