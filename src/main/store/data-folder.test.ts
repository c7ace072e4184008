import { describe, expect, it } from 'vitest';
import { findDataFolder } from './data-folder.ts';

const on = (platform: NodeJS.Platform, env: Record<string, string> = {}) =>
  findDataFolder({ platform, env, home: '/home/ada' });

describe('the data folder', () => {
  it('is the one that CHRONUM_HOME names', () => {
    expect(on('linux', { CHRONUM_HOME: '/data', XDG_DATA_HOME: '/xdg' })).toBe('/data');
    expect(on('darwin', { CHRONUM_HOME: '/data' })).toBe('/data');
  });

  it('is where the platform keeps such data', () => {
    expect(on('linux')).toBe('/home/ada/.local/share/chronum-studio');
    expect(on('linux', { XDG_DATA_HOME: '/xdg' })).toBe('/xdg/chronum-studio');
    expect(on('linux', { XDG_DATA_HOME: 'relative' })).toBe('/home/ada/.local/share/chronum-studio');
    expect(on('darwin')).toBe('/home/ada/Library/Application Support/Chronum Studio');
    expect(on('win32', { LOCALAPPDATA: '/local' })).toBe('/local/Chronum Studio');
    expect(on('win32')).toBe('/home/ada/AppData/Local/Chronum Studio');
  });
});
