/** The file of a new flow, relative to the workspace: `team/deploy-api.chronum.yaml`. Null while the name has no letter or digit. */
export function fileFor(name: string, folder: string): string | null {
  const base = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  if (base === '') return null;
  const parts = folder.split(/[\\/]/).map((part) => part.trim());
  const inside = parts.filter((part) => part !== '' && part !== '.');
  return [...inside, `${base}.chronum.yaml`].join('/');
}

/** Why flows cannot lie in this folder, in words. */
export function folderProblem(folder: string): string | undefined {
  if (/^([\\/]|[A-Za-z]:)/.test(folder.trim()))
    return 'The folder is one inside of the open one: leave out the beginning';
  if (folder.split(/[\\/]/).some((part) => part.trim() === '..')) return 'The folder has to lie inside of the open one';
  return undefined;
}
