/** Zones for what was typed: cities that begin with it, then names that hold all of its words. */
export function searchZones(zones: readonly string[], text: string): string[] {
  const words = text
    .toLowerCase()
    .replaceAll('_', ' ')
    .split(/[\s/]+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...zones];
  const rankOf = (zone: string): number => {
    const name = zone.toLowerCase().replaceAll('_', ' ');
    if (!words.every((word) => name.includes(word))) return -1;
    const city = name.slice(name.lastIndexOf('/') + 1);
    if (city.startsWith(words.join(' '))) return 2;
    return words.every((word) => name.split(/[\s/]/).some((part) => part.startsWith(word))) ? 1 : 0;
  };
  return zones
    .map((zone) => ({ zone, rank: rankOf(zone) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ zone }) => zone);
}
