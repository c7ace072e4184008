/** Where the store keeps what the window remembers under `key`. */
export const layoutKey = (key: string): string => `layout/${key}`;
