/** Blocks the thread. Only for the moments in which there is nothing else to do, such as opening the database. */
export function blockFor(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
