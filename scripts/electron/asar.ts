/** The header's entry of a file; offsets are decimal strings because the format allows more than 2^53 bytes. */
interface AsarFile {
  readonly size: number;
  readonly offset: string;
}

/**
 * Writes an asar archive of flat files: four little-endian uint32, a JSON header padded to four bytes, then the
 * contents one after the other. The four numbers are two nested Chromium pickles: the payload size of the first (4),
 * the size of the second, its payload size, and the length of the JSON text.
 */
export function asarOf(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const entries: Record<string, AsarFile> = {};
  const contents: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    if (name === '' || /[/\\]/.test(name)) throw new Error(`an asar of flat files cannot hold "${name}"`);
    const bytes = Buffer.from(content);
    entries[name] = { size: bytes.length, offset: String(offset) };
    contents.push(bytes);
    offset += bytes.length;
  }
  const json = Buffer.from(JSON.stringify({ files: entries }));
  const paddedLength = Math.ceil(json.length / 4) * 4;
  const header = Buffer.alloc(16 + paddedLength);
  header.writeUInt32LE(4, 0);
  header.writeUInt32LE(paddedLength + 8, 4);
  header.writeUInt32LE(paddedLength + 4, 8);
  header.writeUInt32LE(json.length, 12);
  json.copy(header, 16);
  return Buffer.concat([header, ...contents]);
}
