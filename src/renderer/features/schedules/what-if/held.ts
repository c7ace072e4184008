import type { PreviewRow } from '../../../../contract/schedules.ts';

const RUN_WORDS = {
  queued: ['Its run waits', 'runs wait', 'for a place in the group of the flow'],
  skipped: ['Its run is skipped', 'runs are skipped', ': no place in the group of the flow'],
  cancelled: ['Its run is cancelled', 'runs are cancelled', 'by newer ones of the group'],
} as const;

/** What the flow's own `concurrency` does to runs: `3 runs are skipped: no place in the group of the flow` */
export function heldRunWords(held: NonNullable<PreviewRow['held']>, count: number): string {
  const [one, many, why] = RUN_WORDS[held];
  return `${count === 1 ? one : `${count} ${many}`}${why.startsWith(':') ? '' : ' '}${why}`;
}
