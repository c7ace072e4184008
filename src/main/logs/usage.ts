import { open } from 'node:fs/promises';
import { decodeUsage, USAGE_RECORD_BYTES, type UsageSample, usagePath } from '../../core/run/usage-samples.ts';

export interface UsagePage {
  readonly samples: readonly UsageSample[];
  /** Where the next one begins. */
  readonly next: number;
}

/** The samples beside a log, from a byte offset on. None when nobody took any. */
export async function readUsage(logPath: string, from: number): Promise<UsagePage> {
  const file = await open(usagePath(logPath), 'r').catch(() => null);
  if (file === null) return { samples: [], next: from };
  try {
    const { size } = await file.stat();
    const whole = size - (size % USAGE_RECORD_BYTES);
    if (whole <= from) return { samples: [], next: from };
    const bytes = Buffer.alloc(whole - from);
    await file.read(bytes, 0, bytes.length, from);
    return { samples: decodeUsage(bytes), next: whole };
  } finally {
    await file.close();
  }
}
