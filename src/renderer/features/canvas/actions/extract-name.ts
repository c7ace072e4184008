import { create } from 'zustand';

/** Whether the name of a flow that selected steps go into is being asked for. */
export const useExtractName = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

export const askForExtract = (): void => useExtractName.setState({ isOpen: true });
export const closeExtract = (): void => useExtractName.setState({ isOpen: false });
