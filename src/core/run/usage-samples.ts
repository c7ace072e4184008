/**
 * What the processes of an attempt took, beside its log: fixed records, one each time somebody looked. Layout, little endian:
 *
 *     0..5  milliseconds since the epoch     6..11  milliseconds of processor time so far
 *     12..17  bytes of memory now            18..19  processes now
 *
 * A record that was not written whole is the last one, or a hole of zeros after a crash: neither counts.
 */
export const USAGE_RECORD_BYTES = 20;
/** How often processes are looked at while they run. What is over sooner has no samples. */
export const USAGE_EVERY_MS = 500;

/** One look at an attempt's processes: sums over the tree. */
export interface UsageSample {
  readonly at: number;
  /** Of the processes that live, and of those below them that have ended. */
  readonly cpuMs: number;
  /** Resident memory; what processes share counts for each of them. */
  readonly memory: number;
  readonly processes: number;
}

/** Beside the log, with the same name. */
export const usagePath = (logPath: string): string => `${logPath.replace(/\.log$/, '')}.use`;

const HIGH = 0x1_0000_0000;

export function encodeUsage(sample: UsageSample): Uint8Array {
  const bytes = new Uint8Array(USAGE_RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  const put = (position: number, value: number) => {
    view.setUint32(position, value % HIGH, true);
    view.setUint16(position + 4, Math.floor(value / HIGH), true);
  };
  put(0, sample.at);
  put(6, Math.round(sample.cpuMs));
  put(12, sample.memory);
  view.setUint16(18, Math.min(0xffff, sample.processes), true);
  return bytes;
}

/** All whole records of a file's bytes. */
export function decodeUsage(bytes: Uint8Array): UsageSample[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const get = (position: number) => view.getUint32(position, true) + view.getUint16(position + 4, true) * HIGH;
  const samples: UsageSample[] = [];
  for (let start = 0; start + USAGE_RECORD_BYTES <= bytes.length; start += USAGE_RECORD_BYTES) {
    const at = get(start);
    if (at === 0) continue;
    samples.push({ at, cpuMs: get(start + 6), memory: get(start + 12), processes: view.getUint16(start + 18, true) });
  }
  return samples;
}

/** At most `most` samples: of neighbours, the last one with the most memory that any of them had. */
export function thinned(samples: readonly UsageSample[], most: number): readonly UsageSample[] {
  if (samples.length <= most) return samples;
  const size = Math.ceil(samples.length / most);
  const kept: UsageSample[] = [];
  for (let start = 0; start < samples.length; start += size) {
    const part = samples.slice(start, start + size);
    const last = part.at(-1);
    if (last !== undefined) kept.push({ ...last, memory: Math.max(...part.map(({ memory }) => memory)) });
  }
  return kept;
}
