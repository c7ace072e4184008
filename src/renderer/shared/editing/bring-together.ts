import { type Merge, mergeTexts, type Versions } from '../../../core/text/merge.ts';

/**
 * What becomes of a text that was changed here and on disk. A merge by lines can fit together what does not belong together, such as two
 * steps of one name: where both texts can be read and their merge cannot, a person decides too.
 */
export function bringTogether(versions: Versions, reads: (text: string) => boolean): Merge {
  const merge = mergeTexts(versions);
  if (merge.kind === 'conflict' || reads(merge.text)) return merge;
  const { mine, theirs } = versions;
  const isBroken = reads(mine) && reads(theirs);
  return isBroken ? { kind: 'conflict', mine, theirs, conflicts: 1 } : merge;
}
