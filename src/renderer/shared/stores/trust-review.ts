import { create } from 'zustand';
import type { CodeFile } from '../../../contract/models.ts';
import { client } from '../client/client.ts';
import { failureText } from './failure.ts';
import { notify } from './notices.ts';
import { trustWorkspace } from './workspaces.ts';

interface TrustReview {
  /** The folder whose trust a person is asked about; null while nobody is asked. */
  readonly asked: string | null;
  /** Files of code in the open folder that are new or changed, and run nothing yet. */
  readonly unseen: number;
}

export const useTrustReview = create<TrustReview>(() => ({ asked: null, unseen: 0 }));

/** Shows what a folder would run, for a person to let it. */
export const reviewTrust = (workspace: string): void => useTrustReview.setState({ asked: workspace });
export const closeReview = (): void => useTrustReview.setState({ asked: null });

/** Counts anew what nobody has seen. */
export async function lookForCode(workspace: string): Promise<void> {
  // Without an answer nothing is claimed: it is asked again soon.
  const { files } = await client.workspaces.code({ workspace }).catch(() => ({ files: [] }));
  useTrustReview.setState({ unseen: files.filter(({ state }) => state !== 'armed').length });
}

/** Trusts the folder with its code in the form that was shown. False when that is not the form it has now. */
export async function trustAsSeen(workspace: string, files: readonly CodeFile[]): Promise<boolean> {
  try {
    const seen = files.map(({ file, hash }) => ({ file, hash }));
    await client.workspaces.armCode({ workspace, seen });
    await trustWorkspace(workspace, true);
    await lookForCode(workspace);
    return true;
  } catch (error) {
    notify('error', failureText(error, 'The folder is still as it was'));
    return false;
  }
}
