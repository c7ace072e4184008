import { describe, expect, it } from 'vitest';
import { belongsTo, studioPage } from './page.ts';
import { fileOf } from './served-file.ts';

const get = (url: string) => fileOf('/app/out/renderer', { method: 'GET', url });

describe('what the app protocol serves', () => {
  it('is the files of the page', () => {
    expect(get('app://studio/')).toBe('/app/out/renderer/index.html');
    expect(get('app://studio/assets/index-1.js?v=2#x')).toBe('/app/out/renderer/assets/index-1.js');
    expect(get('app://studio/a%20b.svg')).toBe('/app/out/renderer/a b.svg');
  });

  it.each([
    'app://studio/..%2fmain/index.cjs',
    'app://studio/%2e%2e%2f%2e%2e%2fetc/passwd',
    'app://studio/a/..%2f..%2f..%2fx',
    'app://studio/%',
    'app://studio/index.html%00.js',
    'app://elsewhere/index.html',
  ])('is nothing else: %s', (url) => expect(get(url)).toBeUndefined());

  it('is never changed by a request', () => {
    expect(fileOf('/app', { method: 'POST', url: 'app://studio/index.html' })).toBeUndefined();
  });
});

describe('the page', () => {
  it('is our own, or in development that of a server on this machine', () => {
    expect(studioPage(undefined).url).toBe('app://studio/index.html');
    expect(studioPage('http://localhost:5173').origin).toBe('http://localhost:5173');
    expect(() => studioPage('http://example.com')).toThrow('of this machine');
    expect(() => studioPage('https://localhost:5173')).toThrow('of this machine');
  });

  it('knows its own documents', () => {
    const page = studioPage(undefined);
    expect(belongsTo(page, 'app://studio/index.html#x')).toBe(true);
    expect(belongsTo(page, 'app://studio.example/index.html')).toBe(false);
    expect(belongsTo(page, 'file:///etc/passwd')).toBe(false);
  });
});
