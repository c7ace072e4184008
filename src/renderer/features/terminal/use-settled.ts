import { useEffect, useState } from 'react';

/** A replay moves at every frame: what costs more than a frame follows once it stands. */
export const SETTLED_MS = 120;

/** The value once it has stood still for so many milliseconds; at once when it comes or goes. */
export function useSettled<T>(value: T | null, milliseconds: number): T | null {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return value === null ? null : (settled ?? value);
}
