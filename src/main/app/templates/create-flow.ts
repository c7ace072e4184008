import { constants, copyFile, mkdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Template } from '../../../contract/templates.ts';
import { err, ok, type Result } from '../../../core/base/result.ts';
import { editFlow } from '../../../core/flow/edit/index.ts';
import type { SaveFlowFile } from '../workspaces/save-flow-file.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { WriteRefusal } from '../workspaces/write-refusal.ts';

export interface CreateRequest {
  readonly workspace: string;
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  readonly name: string;
  /** What to begin with; null for next to nothing. */
  readonly template: string | null;
}

/** Writes a new flow file, and what its template needs beside it. Nothing that is there already is overwritten. */
export type CreateFlow = (request: CreateRequest) => Promise<Result<{ readonly file: string }, WriteRefusal>>;

interface Dependencies {
  /** Where the templates and their files lie. */
  readonly folder: string | null;
  readonly templates: () => Promise<readonly Template[]>;
  readonly saveFlowFile: SaveFlowFile;
  readonly workspaces: Pick<Workspaces, 'flows'>;
}

const EMPTY = `name: flow
steps:
  - name: hello
    run: echo "Hello from Chronum"
`;

export function createCreateFlow({ folder, templates, saveFlowFile, workspaces }: Dependencies): CreateFlow {
  return async ({ workspace, file, name, template: id }) => {
    const template = id === null ? null : (await templates()).find((one) => one.id === id);
    if (template === undefined) return err({ code: 'NOT_FOUND', problems: [`There is no template ${id}`] });
    const twin = (await workspaces.flows(workspace)).find((row) => row.name === name);
    if (twin !== undefined) {
      return invalid(`${twin.file} is called \`${name}\` already: names of flows are unique in a folder`);
    }
    const named = editFlow(template?.text ?? EMPTY, [{ op: 'set', path: ['name'], value: name }]);
    if (!named.ok) return invalid(named.error.message);
    const saved = await saveFlowFile({ workspace, file, revision: null, text: named.value.text });
    if (!saved.ok) {
      return saved.error.code === 'CONFLICT' ? invalid(`${file} is there already: choose another name`) : saved;
    }
    if (template !== null && folder !== null) await copyBeside(template.files, folder, join(workspace, dirname(file)));
    return ok({ file });
  };
}

const invalid = (problem: string): Result<never, WriteRefusal> => err({ code: 'INVALID', problems: [problem] });

async function copyBeside(files: readonly string[], from: string, to: string): Promise<void> {
  for (const file of files) {
    await mkdir(join(to, posix.dirname(file)), { recursive: true });
    await copyFile(join(from, file), join(to, file), constants.COPYFILE_EXCL).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
