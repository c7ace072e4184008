import { expect, test } from 'vitest';
import { placeInRuntime } from './fallback.ts';

test.each([
  ['Cypress/Cypress', 'electron'],
  ['Cypress/LICENSE.electron.txt', 'LICENSE'],
  ['Cypress/icudtl.dat', 'icudtl.dat'],
  ['Cypress/locales/en-US.pak', 'locales/en-US.pak'],
  ['Cypress/resources/app/node_modules/bindings/bindings.js', 'kit/node_modules/bindings/bindings.js'],
  [
    'Cypress/resources/app/node_modules/better-sqlite3/build/Release/better_sqlite3.node',
    'kit/node_modules/better-sqlite3/build/Release/better_sqlite3.node',
  ],
])('%s becomes %s', (name, place) => {
  expect(placeInRuntime(name)).toBe(place);
});

test.each([
  'Cypress/browser_v8_context_snapshot.bin',
  'Cypress/locales/de.pak',
  'Cypress/resources/app/package.json',
  'Cypress/resources/app/node_modules/better-sqlite3/src/better_sqlite3.cpp',
  'Cypress/resources/app/node_modules/better-sqlite3/package.json.bak',
  'Cypress/resources/app/packages/x/node_modules/bindings/bindings.js',
])('%s stays behind', (name) => {
  expect(placeInRuntime(name)).toBeUndefined();
});
