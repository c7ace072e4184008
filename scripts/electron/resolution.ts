/**
 * Where an Electron can come from.
 * - `override`: a folder a person named
 * - `installed`: the official build, already in node_modules
 * - `cached`: the fallback, assembled earlier
 * - `install`: fetch the official build from its release host
 * - `assemble`: put the fallback together from the package registry
 */
export type Source = 'override' | 'installed' | 'cached' | 'install' | 'assemble';

export interface ResolutionRequest {
  /** `CHRONUM_ELECTRON`: `official`, `fallback` or the folder of an Electron. */
  readonly choice: string | undefined;
  /** `ELECTRON_OVERRIDE_DIST_PATH`, which Electron's own package honours too. */
  readonly overrideDist: string | undefined;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

export interface Resolution {
  /** Tried in this order; the first that gives a runtime wins. */
  readonly sources: readonly Source[];
  /** The folder of an `override`. */
  readonly overrideDist: string | undefined;
}

/**
 * Decides which sources to try. What is on the disk comes before any download, so that only the first start on a
 * machine may take long; an explicit choice is never replaced by another source.
 */
export function resolutionOf({ choice, overrideDist, platform, arch }: ResolutionRequest): Resolution {
  if (choice === 'official') return { sources: ['installed', 'install'], overrideDist: undefined };
  if (choice === 'fallback') return { sources: ['cached', 'assemble'], overrideDist: undefined };
  if (choice) return { sources: ['override'], overrideDist: choice };
  if (overrideDist) return { sources: ['override'], overrideDist };
  return {
    sources: hasFallback(platform, arch) ? ['installed', 'cached', 'install', 'assemble'] : ['installed', 'install'],
    overrideDist: undefined,
  };
}

/** The registry has a fallback for one platform only. */
export function hasFallback(platform: NodeJS.Platform, arch: string): boolean {
  return platform === 'linux' && arch === 'x64';
}

/** The executable inside the folder of an Electron. */
export function executableIn(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}
