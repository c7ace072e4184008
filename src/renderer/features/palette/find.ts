import type { PaletteItem } from '../../shared/commands/palette.ts';
import { type Match, matchFuzzy } from './fuzzy.ts';

/** Something that the palette may offer. */
export interface Candidate extends PaletteItem {
  readonly kind: string;
  /** Why it cannot be chosen now, in words. */
  readonly obstacle?: string | undefined;
  readonly keys?: string | undefined;
}

export interface Found {
  readonly item: Candidate;
  /** Offsets in the label of the letters that were looked for. */
  readonly at: readonly number[];
  readonly isRecent: boolean;
}

const MOST = 60;
const RECENT = 40;
const CANNOT = -80;
/** What is found by words that do not stand in the label. */
const ASIDE = -15;

/** The candidates for a query, best first; what was chosen last comes first of those that match alike, and of all without a query. */
export function find(query: string, candidates: readonly Candidate[], recent: readonly string[]): readonly Found[] {
  const places = new Map(recent.map((id, index) => [id, index]));
  const isAsked = query.trim() !== '';
  const scored = candidates.flatMap((item) => {
    const match = isAsked ? matchItem(query, item) : { score: 0, at: [] };
    if (match === null) return [];
    const place = places.get(item.id);
    const bonus = place === undefined ? 0 : isAsked ? RECENT / (place + 1) : 1_000 - place;
    const obstacle = item.obstacle === undefined ? 0 : CANNOT;
    return [{ item, at: match.at, isRecent: place !== undefined, score: match.score + bonus + obstacle }];
  });
  return scored.sort((a, b) => b.score - a.score).slice(0, MOST);
}

function matchItem(query: string, { label, detail = '', keywords = '', kind }: Candidate): Match | null {
  const inLabel = matchFuzzy(query, label);
  if (inLabel !== null) return inLabel;
  // Words may be spread over label, detail and the kind: `run failed nightly`.
  const all = matchFuzzy(query, `${label} ${detail} ${keywords} ${kind}`);
  return all === null ? null : { score: all.score + ASIDE, at: all.at.filter((index) => index < label.length) };
}
