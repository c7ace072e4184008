import * as nodeModule from 'node:module';

type Strip = (text: string) => string;

/**
 * TypeScript without its types, everything else where it was. Node has it from 22.13 on; Electron and older ones get the library that
 * Node's own is made of. Throws on syntax that is more than types (`enum`, `namespace`).
 */
export const stripTypes: Strip =
  typeof nodeModule.stripTypeScriptTypes === 'function'
    ? (text) => nodeModule.stripTypeScriptTypes(text)
    : await fromLibrary();

async function fromLibrary(): Promise<Strip> {
  const { transformSync } = await import('amaro');
  return (text) => transformSync(text, { mode: 'strip-only' }).code;
}
