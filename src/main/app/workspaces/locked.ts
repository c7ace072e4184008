import type { FlowFile } from './flow-cache.ts';
import { codecExtension, isScriptFile } from './flow-files.ts';
import { hashOf } from './replace-file.ts';

/** Why a flow file cannot be changed here without harm to it, in words; null when it can. */
export function lockedFor(file: string, { text, revision, reading }: FlowFile): string | null {
  if (isScriptFile(file)) return `${file} is a program: change it in an editor`;
  if (codecExtension(file) !== null) return `${file} has the format of a plug-in: change it in an editor`;
  const tooLarge = reading.diagnostics.find(({ code }) => code === 'too-large');
  if (tooLarge) return tooLarge.message;
  return hashOf(Buffer.from(text)) === revision ? null : 'The file is not UTF-8 text: save it as UTF-8 first';
}
