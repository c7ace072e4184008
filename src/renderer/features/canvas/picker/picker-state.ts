import { create } from 'zustand';
import type { NewStepPlace } from '../actions/step-actions.ts';
import type { Point } from '../layout/geometry.ts';

/** A short list to choose from, where the mouse is. */
export type OpenPicker =
  | { readonly kind: 'add'; readonly at: Point; readonly place: NewStepPlace }
  | { readonly kind: 'connect'; readonly at: Point; readonly from: string }
  | { readonly kind: 'find'; readonly at: Point };

export const usePicker = create<{ readonly open: OpenPicker | null }>(() => ({ open: null }));

export const openAddPicker = ({ at, place }: { readonly at: Point; readonly place: NewStepPlace }): void =>
  usePicker.setState({ open: { kind: 'add', at, place } });
export const openPicker = (open: OpenPicker): void => usePicker.setState({ open });
export const closePicker = (): void => usePicker.setState({ open: null });
