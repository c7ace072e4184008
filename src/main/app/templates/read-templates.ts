import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Template } from '../../../contract/templates.ts';
import { isError } from '../../../core/base/diagnostic.ts';
import { type ReadOptions, readFlow } from '../../../core/flow/read.ts';

const FLOW = /\.chronum\.yaml$/;
/** Plug-ins make a folder a workspace of its own; they are no part of a flow. */
const SKIPPED: ReadonlySet<string> = new Set(['plugins', 'node_modules']);

/** The flows of a folder as something to begin with, by name; those that cannot be read are left out. */
export async function readTemplates(folder: string, options: Omit<ReadOptions, 'file'>): Promise<Template[]> {
  const files = await filesIn(folder, '');
  const templates: Template[] = [];
  for (const file of files.filter((path) => FLOW.test(path))) {
    const text = await readFile(join(folder, file), 'utf8');
    const { flow, diagnostics } = readFlow(text, { ...options, file });
    if (flow === null || diagnostics.some(isError)) continue;
    templates.push({
      id: file.replace(FLOW, ''),
      name: flow.name,
      description: (flow.description ?? openingComment(text)).trim(),
      text,
      flow,
      files: files.filter((other) => other !== file && names(text, other)),
    });
  }
  return templates;
}

/** Relative to the folder, with `/`, sorted. */
async function filesIn(folder: string, inside: string): Promise<string[]> {
  const entries = await readdir(join(folder, inside), { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map((entry) => {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesIn(folder, path);
      return entry.isFile() ? [path] : [];
    }),
  );
  return found.flat().sort();
}

/** Whether the text names the file: as a whole path, not as the end of another. */
function names(text: string, file: string): boolean {
  for (let at = text.indexOf(file); at >= 0; at = text.indexOf(file, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text[at + file.length] ?? '';
    if ((!/[\w/.-]$/.test(before) || before === './') && !/[\w/-]/.test(after)) return true;
  }
  return false;
}

/** What the comment before the first key says. */
function openingComment(text: string): string {
  const lines: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (!line.startsWith('#')) break;
    lines.push(line.replace(/^#\s*/, ''));
  }
  return lines.join(' ');
}
