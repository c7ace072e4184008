import { create } from 'zustand';
import type { Template } from '../../../contract/templates.ts';
import { client } from '../../shared/client/client.ts';

interface NewFlow {
  /** Whether a new flow is being named. */
  readonly isOpen: boolean;
  /** What it begins with; null for next to nothing. */
  readonly template: string | null;
}

export const useNewFlow = create<NewFlow>(() => ({ isOpen: false, template: null }));

export const nameNewFlow = (template: string | null = null): void => useNewFlow.setState({ isOpen: true, template });
export const closeNewFlow = (): void => useNewFlow.setState({ isOpen: false });

/** Flows to begin with; they come with the studio, so once is enough. */
export const useTemplates = create<{ readonly templates: readonly Template[] }>(() => ({ templates: [] }));

let loading: Promise<void> | undefined;

export function loadTemplates(): Promise<void> {
  loading ??= client.templates.list().then(
    (templates) => useTemplates.setState({ templates }),
    () => {
      // The next look asks again.
      loading = undefined;
    },
  );
  return loading;
}
