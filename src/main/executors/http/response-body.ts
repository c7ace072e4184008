export interface ResponseBody {
  readonly bytes: Uint8Array;
  /** There was more than the limit. */
  readonly truncated: boolean;
}

/** Reads up to `limit` bytes, and leaves the rest with the server. */
export async function readBody(response: Response, limit: number): Promise<ResponseBody> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  if (reader === undefined) return { bytes: new Uint8Array(0), truncated: false };
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { bytes: Buffer.concat(parts), truncated: false };
    const room = limit - length;
    parts.push(value.subarray(0, room));
    length += Math.min(value.length, room);
    if (value.length > room) {
      await reader.cancel().catch(() => {});
      return { bytes: Buffer.concat(parts), truncated: true };
    }
  }
}

/** Null for bytes that are no text. */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
