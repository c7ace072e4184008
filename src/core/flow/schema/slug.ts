/** The id of a step that has none: from its name, or its place in the list (from 1) when nothing of the name can begin an id. */
export function slugOf(name: string | undefined, position: number): string {
  const slug = (name ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 100)
    .replace(/-+$/, '');
  return /^[a-z_]/.test(slug) ? slug : `step-${position}`;
}
