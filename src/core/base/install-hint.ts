interface Packages {
  readonly apt: string;
  readonly brew: string;
  readonly winget: string;
}

/** Packages of programs that steps name most. */
const packagesByCommand: Readonly<Record<string, Packages>> = {
  bash: { apt: 'bash', brew: 'bash', winget: 'Git.Git' },
  curl: { apt: 'curl', brew: 'curl', winget: 'cURL.cURL' },
  docker: { apt: 'docker.io', brew: '--cask docker', winget: 'Docker.DockerDesktop' },
  git: { apt: 'git', brew: 'git', winget: 'Git.Git' },
  jq: { apt: 'jq', brew: 'jq', winget: 'jqlang.jq' },
  make: { apt: 'make', brew: 'make', winget: 'GnuWin32.Make' },
  node: { apt: 'nodejs', brew: 'node', winget: 'OpenJS.NodeJS' },
  npm: { apt: 'npm', brew: 'node', winget: 'OpenJS.NodeJS' },
  perl: { apt: 'perl', brew: 'perl', winget: 'StrawberryPerl.StrawberryPerl' },
  podman: { apt: 'podman', brew: 'podman', winget: 'RedHat.Podman' },
  pwsh: { apt: 'powershell', brew: '--cask powershell', winget: 'Microsoft.PowerShell' },
  python3: { apt: 'python3', brew: 'python3', winget: 'Python.Python.3.13' },
  ruby: { apt: 'ruby', brew: 'ruby', winget: 'RubyInstallerTeam.Ruby.3.4' },
  zsh: { apt: 'zsh', brew: 'zsh', winget: 'Git.Git' },
};

/** The command that installs a program on a platform (as Node names it), or null when we do not know the program. */
export function installCommand(command: string, platform: string): string | null {
  const name = command === 'python' ? 'python3' : command;
  if (!Object.hasOwn(packagesByCommand, name)) return null;
  const packages = packagesByCommand[name] as Packages;
  if (platform === 'darwin') return `brew install ${packages.brew}`;
  return platform === 'win32' ? `winget install ${packages.winget}` : `sudo apt-get install ${packages.apt}`;
}
