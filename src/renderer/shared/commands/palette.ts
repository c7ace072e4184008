import { create } from 'zustand';
import type { Status } from '../status/status.ts';
import type { IconName } from '../ui/icon.tsx';

/** Something to find in the palette besides commands: a flow, a step, a run, a setting. */
export interface PaletteItem {
  /** Unique among all; what was chosen last comes first by it. */
  readonly id: string;
  readonly label: string;
  /** Beside the label; found by as well. */
  readonly detail?: string | undefined;
  readonly keywords?: string | undefined;
  readonly look: { readonly icon: IconName } | { readonly status: Status };
  readonly choose: () => unknown;
}

export interface PaletteSource {
  /** What its items are, in a word: `Flow`. */
  readonly kind: string;
  /** Asked each time the palette opens. */
  readonly items: () => readonly PaletteItem[];
}

const sources = new Map<string, PaletteSource>();

/** Lets the palette find more; a source of the same kind gives way. */
export const registerPaletteSource = (source: PaletteSource): void => void sources.set(source.kind, source);

export const paletteSources = (): readonly PaletteSource[] => [...sources.values()];

export const usePalette = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

export const openPalette = (): void => usePalette.setState({ isOpen: true });
export const closePalette = (): void => usePalette.setState({ isOpen: false });
