import { describe, expect, test } from 'vitest';
import { executableIn, type ResolutionRequest, resolutionOf } from './resolution.ts';

const onLinux: ResolutionRequest = { choice: undefined, overrideDist: undefined, platform: 'linux', arch: 'x64' };

describe('where Electron comes from', () => {
  test('what is on the disk comes before any download, the official build before the fallback', () => {
    expect(resolutionOf(onLinux).sources).toEqual(['installed', 'cached', 'install', 'assemble']);
  });

  test.each([
    ['linux', 'arm64'],
    ['darwin', 'x64'],
    ['win32', 'x64'],
  ] as const)('%s %s has no fallback', (platform, arch) => {
    expect(resolutionOf({ ...onLinux, platform, arch }).sources).toEqual(['installed', 'install']);
  });

  test('a folder that Electron itself would use is used alone', () => {
    const resolution = resolutionOf({ ...onLinux, overrideDist: '/opt/electron' });
    expect(resolution).toEqual({ sources: ['override'], overrideDist: '/opt/electron' });
  });

  test('a choice is never replaced by another source', () => {
    const overrideDist = '/opt/electron';
    expect(resolutionOf({ ...onLinux, overrideDist, choice: 'official' }).sources).toEqual(['installed', 'install']);
    expect(resolutionOf({ ...onLinux, overrideDist, choice: 'fallback' }).sources).toEqual(['cached', 'assemble']);
    expect(resolutionOf({ ...onLinux, overrideDist, choice: '/mine' })).toEqual({
      sources: ['override'],
      overrideDist: '/mine',
    });
  });

  test('an empty variable is no choice', () => {
    expect(resolutionOf({ ...onLinux, choice: '', overrideDist: '' }).sources[0]).toBe('installed');
  });

  test('each platform names its executable', () => {
    expect(executableIn('linux')).toBe('electron');
    expect(executableIn('win32')).toBe('electron.exe');
    expect(executableIn('darwin')).toMatch(/^Electron\.app\//);
  });
});
